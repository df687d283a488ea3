"""Names of any of our scripts in plain Latin letters, as passports spell them; the sources stand with the tables.

Nothing here is meant to be shown: what a letter becomes is chosen so that the spellings of one name come close.
"""

import re
import unicodedata


def _table(pairs: str) -> dict[str, str]:
    """`ж:zh ь:` as a table from letters to what is written for them."""
    return dict(pair.split(":") for pair in pairs.split())


# BGN/PCGN romanisation of Russian (1947), Kazakh (1979) and Kyrgyz (1979), but as passports write it: ICAO Doc 9303, part 3,
# section 6 has no marks above letters. ё is е, as most lists have it; hard and soft signs are nothing. Kazakh and Kyrgyz
# letters are the Russian ones that are typed for them, and һ is х. The last row is Ukrainian, Belarusian and Tajik.
_CYRILLIC = _table(
    "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch "
    "ъ: ы:y ь: э:e ю:yu я:ya "
    "ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:kh і:i "
    "ї:i є:e ґ:g ў:u ҳ:kh ӯ:u ҷ:dzh"
)

# BGN/PCGN 1956 and ALA-LC (1997, Arabic) without marks: ص as س, ط as ت, and so on. Hamza in all its forms and ʿayn are
# the vowel they carry; ta marbuta and alef maqsura are a. ج is spelled zh, so that no later rule takes it for й.
_ARABIC = _table(
    "ا:a ب:b ت:t ث:t ج:zh ح:h خ:kh د:d ذ:d ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:g ف:f ق:k ك:k ل:l م:m ن:n ه:h و:u ي:i "
    "ى:a ة:a أ:a إ:a آ:a ٱ:a ء:a ؤ:u ئ:i گ:g پ:p ڤ:v چ:ch ژ:zh ک:k ی:i"
)

# The Kazakh Latin alphabet of 2021 (ä ğ ñ ö ş ū ü), ISO 9:1995 (ž č š ŝ), Turkish and French; other marks are dropped.
# What ISO 9 writes for ю and я (û, â) is French for u and a.
_LATIN = _table("ı:i ß:ss œ:oe æ:ae ø:o ł:l đ:d ŋ:n ž:zh č:ch š:sh ŝ:shch ş:sh ș:sh ç:ch ĝ:g ǧ:dzh")

_LETTERS = str.maketrans(_CYRILLIC | _ARABIC | _LATIN)

# Latin letters typed into a Cyrillic word: the keyboard was in the wrong state, and nobody sees it.
_MISTYPED = str.maketrans("abcehikmoptxy", "авсенікмортху")
_IS_CYRILLIC = re.compile("[а-ӿ]")
_IS_ARABIC = re.compile("[\u0620-\u06ff]")
_ARTICLE = re.compile("^(عبد|)ال(?=..)")  # also after the servant in عبدالرحمن, where others write Abd al-Rahman
_WORD = re.compile(r"[^\W\d_]+")

# Marks, and whatever else belongs to the word that it stands in: apostrophes, tatweel, joiners, directions.
_BETWEEN_LETTERS = re.compile("['`´‘’ʹʼʻʿʾ\u0640]")


def in_arabic(text: str) -> bool:
    """Whether some of it is written in Arabic letters, and so without short vowels."""
    return _IS_ARABIC.search(unicodedata.normalize("NFKC", text)) is not None


def words(text: str) -> list[str]:
    """Its words in the letters a to z; hyphens part words, apostrophes do not."""
    return [spelled for word in _WORD.findall(_plain(text)) if (spelled := _spelled(word))]


def _plain(text: str) -> str:
    """Small composed letters, without what cannot be seen and without the vowel signs of Arabic."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    kept = (letter for letter in composed if unicodedata.category(letter) not in ("Cf", "Mn"))
    return _BETWEEN_LETTERS.sub("", "".join(kept))


def _spelled(word: str) -> str:
    if _IS_CYRILLIC.search(word):
        word = word.translate(_MISTYPED)
    word = _ARTICLE.sub(r"\1", word)
    if word.startswith("و"):  # w, which others spell v; elsewhere it is a long vowel more often
        word = "v" + word[1:]
    bare = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(letter for letter in bare if "a" <= letter <= "z")
