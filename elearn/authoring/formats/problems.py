"""What is wrong with a package that somebody brings, and what to do."""

from elearn.foundation.manuscript.complaints import N_, Problem


class PackageProblem(Problem):
    """Of a zip, or of a file in it."""

    NOT_A_ZIP = (
        N_("This file is no zip, or it is damaged."),
        N_("Put the folder of the module into a zip, and bring that."),
    )
    TOO_LARGE = (
        N_("This is larger than a module may be."),
        N_("Make it smaller: %(most)d kB at most."),
    )
    TOO_MANY = (N_("There are too many files in this zip."), N_("Bring one module: %(most)d files at most."))
    BOMB = (
        N_("What this file holds is very much larger than what is in the zip."),
        N_("Write the file anew, and make the zip again."),
    )
    OVERLAP = (
        N_("Parts of this zip stand for several files at once."),
        N_("Make the zip again with another program."),
    )
    PACKED_STRANGELY = (
        N_("This file is packed in a way that is not read here, or has a password."),
        N_("Make the zip again, without a password, as a usual zip."),
    )
    DAMAGED = (N_("This file is damaged."), N_("Make the zip again."))
    OUTSIDE = (
        N_("This name leads out of the folder."),
        N_("Make the zip again from the folder of the module; in names, folders are parted by /."),
    )
    NO_FILE = (
        N_("This is a link or a device and no file."),
        N_("Put the file itself into the folder, or delete it."),
    )
    INVISIBLE = (N_("There are characters in this name that cannot be seen."), N_("Give the file another name."))
    RESERVED = (N_("Windows cannot keep a file of this name."), N_("Give the file another name."))
    TWICE = (
        N_("This is the same name as “%(first)s”, for computers that make no difference between capitals and others."),
        N_("Delete one of the two, or give it another name."),
    )
    NESTED = (N_("This is an archive inside the zip."), N_("Unpack it, or delete it."))
    STRANGE = (
        N_("No file of a module is called so."),
        N_("Use one of these forms: module.md, en/01-name.md, en/quiz.md, en/glossary.md, media/name.png"),
    )
    NO_MODULE = (
        N_("There is no file module.md in this zip."),
        N_("Put the whole folder of one module into the zip."),
    )
    NO_ID = (N_("The file does not say what the module is called."), N_("Write id: and a name, as the format says."))
    OTHER_MODULE = (
        N_("This is the module “%(id)s”, and not “%(wanted)s”."),
        N_("Bring it as a new module, or write the other id into module.md."),
    )
    TAKEN = (
        N_("There is a module “%(id)s” already."),
        N_("Write another id into module.md. If it is yours, open that module and bring the zip there."),
    )
