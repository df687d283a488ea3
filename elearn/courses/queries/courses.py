"""Published courses. A revision never changes, so it is kept in memory."""

from functools import lru_cache

from pydantic import TypeAdapter
from sqlalchemy import Engine, func, select

from elearn.courses.models import CoursePublished, CourseRevision
from elearn.courses.rules.course import Course
from elearn.foundation.db import db

# Turns a Course into what CourseRevision.data keeps, and back.
ADAPTER = TypeAdapter(Course)


def course(revision_id: str) -> Course:
    """The course revision of that id, which there is."""
    return _course(db.engine, revision_id)


def current(course_id: str) -> Course | None:
    """The current revision of a course; None when there is no such course."""
    return next((each for each in catalogue() if each.course_id == course_id), None)


def catalogue() -> list[Course]:
    """The current revision of every course, by course id."""
    newest = (
        select(CoursePublished.course_id, func.max(CoursePublished.serial).label("serial"))
        .group_by(CoursePublished.course_id)
        .subquery()
    )
    same = (CoursePublished.course_id == newest.c.course_id) & (CoursePublished.serial == newest.c.serial)
    found = select(CoursePublished.revision_id).join(newest, same).order_by(CoursePublished.course_id)
    return [course(revision_id) for revision_id in db.session.execute(found).scalars()]


def highest_serial(course_id: str) -> int:
    """How many times the course was published."""
    query = select(func.max(CoursePublished.serial)).where(CoursePublished.course_id == course_id)
    return db.session.execute(query).scalar() or 0


@lru_cache(maxsize=256)
def _course(_engine: Engine, revision_id: str) -> Course:
    return ADAPTER.validate_python(db.session.get_one(CourseRevision, revision_id).data)
