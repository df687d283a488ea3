"""Publishing a course: freezes the list of its modules, and makes that the course's current one."""

from elearn.courses.models import CoursePublished, CourseRevision
from elearn.courses.queries import courses
from elearn.courses.rules.course import Course
from elearn.foundation import facts
from elearn.foundation.db import db


def publish_course(course: Course) -> bool:
    """Make this the course's current revision; False, and nothing is written, when it is that already."""
    if courses.current(course.course_id) == course:
        return False
    data = courses.ADAPTER.dump_python(course, mode="json")
    if db.session.get(CourseRevision, course.revision_id) is None:
        db.session.add(CourseRevision(id=course.revision_id, course_id=course.course_id, data=data))
        db.session.flush()
    serial = courses.highest_serial(course.course_id) + 1
    facts.add(CoursePublished(course_id=course.course_id, revision_id=course.revision_id, serial=serial))
    return True
