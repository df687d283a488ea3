"""What can be wrong with the file of a country."""

from elearn.foundation.manuscript.complaints import N_, Problem


class PackProblem(Problem):
    """What is wrong with the file of a country, and what to do."""

    NOT_COUNTRY = (
        N_("“%(code)s” is no code of a country."),
        N_('Write the two capital letters of ISO 3166 in quotes, for example "KZ".'),
    )
    NOT_TIME_ZONE = (
        N_("“%(zone)s” is no time zone."),
        N_("Write its name in the tz database, for example Asia/Almaty."),
    )
    NOT_NUMBER_FORM = (
        N_("“%(form)s” is no form of a service number."),
        N_("Write # for each digit, @ for each letter, and what is always the same as it is; three signs or more."),
    )
    MISSING_NAME = (
        N_("“%(key)s” has no name in these languages: %(languages)s."),
        N_("Add them: a name is needed in English and in every language of the country."),
    )
    SAME_NAME = (
        N_("“%(key)s” has the same name as the entry of line %(first)d: %(name)s."),
        N_("Nobody could tell the two apart in a list: change one of the names."),
    )
    UNKNOWN_GROUP = (N_("There is no rank group “%(group)s”."), N_("Use one of these: %(known)s."))
    UNUSED_GROUP = (N_("No rank belongs to the group “%(group)s”."), N_("Add a rank to it, or delete it."))
    OUT_OF_ORDER = (
        N_("The rank “%(rank)s” stands after one of a higher group."),
        N_("Write the ranks in their order, the lowest first, and the groups in the same order."),
    )
