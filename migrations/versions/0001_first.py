"""The first tables, the guards of the facts, and this site's random id."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from elearn.foundation import db
from elearn.foundation.facts import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FACTS = (
    "answer_marked",
    "attempt_granted",
    "attempt_scored",
    "attempt_submitted",
    "attempt_unlocked",
    "attended",
    "bank_corrected",
    "certificate_issued",
    "certificate_revoked",
    "choice_taken",
    "cohort_dated",
    "cohort_joined",
    "cohort_left",
    "cohort_takes",
    "course_published",
    "deadline_moved",
    "due_moved",
    "enrolled",
    "enrolment_withdrawn",
    "export_made",
    "late_counted",
    "link_undone",
    "match_key_recorded",
    "merger_undone",
    "module_approved",
    "names_seen",
    "officer_registered",
    "officers_linked",
    "officers_told_apart",
    "part_done",
    "places_merged",
    "posting_recorded",
    "revision_approved",
    "revision_proposed",
    "revision_published",
    "scan_deleted",
    "sheet_kept",
    "telling_apart_undone",
    "time_granted",
)


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=True),
    sa.Column('user_name', sa.String(), nullable=True),
    sa.Column('display_name', sa.String(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('created_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('officer_id', name=op.f('uq_account_officer_id')),
    sa.UniqueConstraint('user_name', name=op.f('uq_account_user_name'))
    )
    op.create_table('answer_marked',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('marker_id', sa.Uuid(), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_marked')),
    sa.UniqueConstraint('attempt_id', 'question_id', 'sequence', 'number', name=op.f('uq_answer_marked_attempt_id_question_id_sequence_number'))
    )
    op.create_table('attempt_granted',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('paper', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt_granted')),
    sa.UniqueConstraint('enrolment_id', 'paper', 'number', name=op.f('uq_attempt_granted_enrolment_id_paper_number'))
    )
    op.create_table('attempt_scored',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('key_bank_id', sa.String(), nullable=False),
    sa.Column('points', sa.Double(), nullable=False),
    sa.Column('out_of', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt_scored')),
    sa.UniqueConstraint('attempt_id', 'number', name=op.f('uq_attempt_scored_attempt_id_number'))
    )
    op.create_index(op.f('ix_attempt_scored_enrolment_id'), 'attempt_scored', ['enrolment_id'], unique=False)
    op.create_index(op.f('ix_attempt_scored_officer_id'), 'attempt_scored', ['officer_id'], unique=False)
    op.create_table('attempt_submitted',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('bank_id', sa.String(), nullable=False),
    sa.Column('paper', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('points', sa.Double(), nullable=False),
    sa.Column('out_of', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('to_mark', sa.JSON(), nullable=False),
    sa.Column('started_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt_submitted')),
    sa.UniqueConstraint('enrolment_id', 'paper', 'number', name=op.f('uq_attempt_submitted_enrolment_id_paper_number'))
    )
    op.create_index('ix_attempt_submitted_bank', 'attempt_submitted', ['bank_id', 'paper', 'submitted_at'], unique=False)
    op.create_index(op.f('ix_attempt_submitted_officer_id'), 'attempt_submitted', ['officer_id'], unique=False)
    op.create_table('attempt_unlocked',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt_unlocked'))
    )
    op.create_index(op.f('ix_attempt_unlocked_attempt_id'), 'attempt_unlocked', ['attempt_id'], unique=False)
    op.create_table('bank_corrected',
    sa.Column('bank_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('key_bank_id', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_corrected')),
    sa.UniqueConstraint('bank_id', 'number', name=op.f('uq_bank_corrected_bank_id_number'))
    )
    op.create_table('blob',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('data', db.Packed(), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_blob'))
    )
    op.create_table('country',
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('time_zone', sa.String(), nullable=False),
    sa.Column('number_forms', sa.JSON(), nullable=False),
    sa.Column('only_these_forms', sa.Boolean(), nullable=False),
    sa.Column('keeps_iin', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_country'))
    )
    op.create_table('course_revision',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_revision'))
    )
    op.create_table('deadline_moved',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('moved_from', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('moved_to', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deadline_moved'))
    )
    op.create_index(op.f('ix_deadline_moved_attempt_id'), 'deadline_moved', ['attempt_id'], unique=False)
    op.create_table('export_made',
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('academy_id', sa.Uuid(), nullable=True),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export_made'))
    )
    op.create_index(op.f('ix_export_made_account_id'), 'export_made', ['account_id'], unique=False)
    op.create_table('former_names',
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('place_id', 'until', name=op.f('pk_former_names'))
    )
    op.create_table('frozen_question',
    sa.Column('bank_id', sa.String(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('objective', sa.String(), nullable=False),
    sa.Column('difficulty', sa.Integer(), nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('plan', sa.JSON(), nullable=False),
    sa.Column('key', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('bank_id', 'question_id', name=op.f('pk_frozen_question'))
    )
    op.create_table('identity',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('family_name', sa.String(), nullable=False),
    sa.Column('given_name', sa.String(), nullable=False),
    sa.Column('patronymic', sa.String(), nullable=False),
    sa.Column('service_number', sa.String(), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('iin', sa.LargeBinary(), nullable=True),
    sa.Column('iin_key', sa.String(), nullable=True),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('name_key', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('officer_id', name=op.f('pk_identity'))
    )
    op.create_index(op.f('ix_identity_iin_key'), 'identity', ['iin_key'], unique=False)
    op.create_index(op.f('ix_identity_name_key'), 'identity', ['name_key'], unique=False)
    op.create_table('job',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('academy_id', sa.Uuid(), nullable=True),
    sa.Column('asked_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('claim', sa.Uuid(), nullable=True),
    sa.Column('beginnings', sa.Integer(), nullable=False),
    sa.Column('begun_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.Column('reference', sa.String(), nullable=True),
    sa.Column('file_name', sa.String(), nullable=True),
    sa.Column('media_type', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    op.create_index(op.f('ix_job_asked_by'), 'job', ['asked_by'], unique=False)
    op.create_index(op.f('ix_job_state'), 'job', ['state'], unique=False)
    op.create_table('judged_bank',
    sa.Column('bank_id', sa.String(), nullable=False),
    sa.Column('papers', sa.Integer(), nullable=False),
    sa.Column('judged_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('bank_id', name=op.f('pk_judged_bank'))
    )
    op.create_table('late_counted',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('waits', sa.Boolean(), nullable=False),
    sa.Column('scored', sa.Integer(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_counted')),
    sa.UniqueConstraint('attempt_id', 'number', name=op.f('uq_late_counted_attempt_id_number'))
    )
    op.create_index(op.f('ix_late_counted_enrolment_id'), 'late_counted', ['enrolment_id'], unique=False)
    op.create_table('letter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('queued_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('next_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter'))
    )
    op.create_index('ix_letter_state_next_at', 'letter', ['state', 'next_at'], unique=False)
    op.create_table('names_seen',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=True),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('how_many', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_names_seen'))
    )
    op.create_index(op.f('ix_names_seen_account_id'), 'names_seen', ['account_id'], unique=False)
    op.create_table('officers_linked',
    sa.Column('one_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('basis', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officers_linked'))
    )
    op.create_index(op.f('ix_officers_linked_one_id'), 'officers_linked', ['one_id'], unique=False)
    op.create_index(op.f('ix_officers_linked_other_id'), 'officers_linked', ['other_id'], unique=False)
    op.create_table('officers_told_apart',
    sa.Column('one_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officers_told_apart'))
    )
    op.create_index(op.f('ix_officers_told_apart_one_id'), 'officers_told_apart', ['one_id'], unique=False)
    op.create_index(op.f('ix_officers_told_apart_other_id'), 'officers_told_apart', ['other_id'], unique=False)
    op.create_table('places_merged',
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('into_id', sa.Uuid(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_places_merged'))
    )
    op.create_index(op.f('ix_places_merged_into_id'), 'places_merged', ['into_id'], unique=False)
    op.create_index(op.f('ix_places_merged_place_id'), 'places_merged', ['place_id'], unique=False)
    op.create_table('programme',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('countries', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('tracks', sa.JSON(), nullable=False),
    sa.Column('targets', sa.JSON(), nullable=False),
    sa.Column('quoted', sa.JSON(), nullable=False),
    sa.Column('definition', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('code', name=op.f('uq_programme_code'))
    )
    op.create_table('question_source',
    sa.Column('bank_id', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('written', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('bank_id', 'language', name=op.f('pk_question_source'))
    )
    op.create_table('question_text',
    sa.Column('bank_id', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('stem', sa.String(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('feedback', sa.JSON(), nullable=False),
    sa.Column('explanation', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('bank_id', 'language', 'question_id', name=op.f('pk_question_text'))
    )
    op.create_table('revision',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('module_id', 'number', name=op.f('uq_revision_module_id_number'))
    )
    op.create_table('revision_proposed',
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('under_way', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision_proposed')),
    sa.UniqueConstraint('module_id', 'serial', name=op.f('uq_revision_proposed_module_id_serial'))
    )
    op.create_table('scan_deleted',
    sa.Column('scan_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan_deleted')),
    sa.UniqueConstraint('scan_id', name=op.f('uq_scan_deleted_scan_id'))
    )
    op.create_table('sheet_kept',
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('scan_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('mime_type', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_kept')),
    sa.UniqueConstraint('session_id', 'day', 'digest', name=op.f('uq_sheet_kept_session_id_day_digest'))
    )
    op.create_table('site',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('demonstration', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site'))
    )
    op.create_table('throttle',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('since', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_throttle'))
    )
    op.create_table('time_granted',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_granted')),
    sa.UniqueConstraint('officer_id', 'academy_id', 'serial', name=op.f('uq_time_granted_officer_id_academy_id_serial'))
    )
    op.create_table('academy',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('own_choice', sa.Boolean(), nullable=False),
    sa.Column('contact', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['country'], ['country.code'], name=op.f('fk_academy_country_country')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy')),
    sa.UniqueConstraint('country', 'code', name=op.f('uq_academy_country_code'))
    )
    op.create_table('bookmark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('part_id', sa.String(), nullable=False),
    sa.Column('anchor', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('made_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['identity.officer_id'], name=op.f('fk_bookmark_officer_id_identity'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bookmark')),
    sa.UniqueConstraint('officer_id', 'module_id', 'part_id', 'anchor', name=op.f('uq_bookmark_officer_id_module_id_part_id_anchor'))
    )
    op.create_table('course_published',
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['course_revision.id'], name=op.f('fk_course_published_revision_id_course_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_published')),
    sa.UniqueConstraint('course_id', 'serial', name=op.f('uq_course_published_course_id_serial'))
    )
    op.create_table('hard_question',
    sa.Column('bank_id', sa.String(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('facility', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['bank_id'], ['judged_bank.bank_id'], name=op.f('fk_hard_question_bank_id_judged_bank'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('bank_id', 'question_id', name=op.f('pk_hard_question'))
    )
    op.create_table('held',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=True),
    sa.Column('sex', sa.String(), nullable=False),
    sa.Column('rank', sa.String(), nullable=False),
    sa.Column('institution', sa.String(), nullable=False),
    sa.Column('track', sa.String(), nullable=False),
    sa.Column('age', sa.String(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_held_programme_id_programme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_held'))
    )
    op.create_index('ix_held_figure', 'held', ['programme_id', 'academy_id', 'sex', 'first_day', 'last_day'], unique=False)
    op.create_index(op.f('ix_held_person_id'), 'held', ['person_id'], unique=False)
    op.create_table('institution',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['country'], ['country.code'], name=op.f('fk_institution_country_country')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_institution')),
    sa.UniqueConstraint('country', 'code', name=op.f('uq_institution_country_code'))
    )
    op.create_table('job_file',
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_job_file_job_id_job'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('job_id', 'number', name=op.f('pk_job_file'))
    )
    op.create_table('link_undone',
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['officers_linked.id'], name=op.f('fk_link_undone_link_id_officers_linked')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_undone')),
    sa.UniqueConstraint('link_id', name=op.f('uq_link_undone_link_id'))
    )
    op.create_table('mark_comment',
    sa.Column('mark_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['mark_id'], ['answer_marked.id'], name=op.f('fk_mark_comment_mark_id_answer_marked')),
    sa.PrimaryKeyConstraint('mark_id', name=op.f('pk_mark_comment'))
    )
    op.create_table('match_key_recorded',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('match_key', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['country'], ['country.code'], name=op.f('fk_match_key_recorded_country_country')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_key_recorded'))
    )
    op.create_index(op.f('ix_match_key_recorded_match_key'), 'match_key_recorded', ['match_key'], unique=False)
    op.create_index(op.f('ix_match_key_recorded_officer_id'), 'match_key_recorded', ['officer_id'], unique=False)
    op.create_table('medium',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('mime_type', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['digest'], ['blob.digest'], name=op.f('fk_medium_digest_blob')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_medium'))
    )
    op.create_table('merger_undone',
    sa.Column('merger_id', sa.Uuid(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['merger_id'], ['places_merged.id'], name=op.f('fk_merger_undone_merger_id_places_merged')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merger_undone')),
    sa.UniqueConstraint('merger_id', name=op.f('uq_merger_undone_merger_id'))
    )
    op.create_table('module',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_module_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module'))
    )
    op.create_table('module_approved',
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('from_date', sa.Date(), nullable=False),
    sa.Column('approved', sa.Boolean(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_module_approved_programme_id_programme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module_approved'))
    )
    op.create_index(op.f('ix_module_approved_programme_id'), 'module_approved', ['programme_id'], unique=False)
    op.create_table('monthly_order',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('made_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('asked_for', sa.String(), nullable=False),
    sa.Column('stopped_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_monthly_order_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monthly_order'))
    )
    op.create_index(op.f('ix_monthly_order_account_id'), 'monthly_order', ['account_id'], unique=False)
    op.create_table('one_time_code',
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('expires_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('used_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_one_time_code_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_one_time_code'))
    )
    op.create_index(op.f('ix_one_time_code_account_id'), 'one_time_code', ['account_id'], unique=False)
    op.create_table('pack_entry',
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('listing', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rank_group', sa.String(), nullable=True),
    sa.Column('offered', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['country'], ['country.code'], name=op.f('fk_pack_entry_country_country')),
    sa.PrimaryKeyConstraint('country', 'listing', 'code', name=op.f('pk_pack_entry'))
    )
    op.create_table('page',
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('part_id', sa.String(), nullable=False),
    sa.Column('scene_id', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('html', sa.String(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_page_revision_id_revision')),
    sa.PrimaryKeyConstraint('revision_id', 'language', 'part_id', 'scene_id', name=op.f('pk_page'))
    )
    op.create_table('passage',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('part_id', sa.String(), nullable=False),
    sa.Column('scene_id', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('stems', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_passage_revision_id_revision')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_passage'))
    )
    op.create_index(op.f('ix_passage_revision_id'), 'passage', ['revision_id'], unique=False)
    op.create_table('revision_approved',
    sa.Column('proposal_id', sa.Uuid(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['revision_proposed.id'], name=op.f('fk_revision_approved_proposal_id_revision_proposed')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision_approved')),
    sa.UniqueConstraint('proposal_id', name=op.f('uq_revision_approved_proposal_id'))
    )
    op.create_table('revision_published',
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('under_way', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_revision_published_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision_published')),
    sa.UniqueConstraint('module_id', 'serial', name=op.f('uq_revision_published_module_id_serial'))
    )
    op.create_table('role_granted',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('scope', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_role_granted_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_granted')),
    sa.UniqueConstraint('account_id', 'role', 'scope', name=op.f('uq_role_granted_account_id_role_scope'))
    )
    op.create_index(op.f('ix_role_granted_account_id'), 'role_granted', ['account_id'], unique=False)
    op.create_table('sign_in',
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('seen_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_sign_in'))
    )
    op.create_index(op.f('ix_sign_in_account_id'), 'sign_in', ['account_id'], unique=False)
    op.create_table('source_file',
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['digest'], ['blob.digest'], name=op.f('fk_source_file_digest_blob')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_source_file_revision_id_revision')),
    sa.PrimaryKeyConstraint('revision_id', 'path', name=op.f('pk_source_file'))
    )
    op.create_table('stored_count',
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('sex', sa.String(), nullable=False),
    sa.Column('quarter', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('trained', sa.Integer(), nullable=False),
    sa.Column('trained_here', sa.Integer(), nullable=False),
    sa.Column('matched', sa.Integer(), nullable=False),
    sa.Column('matched_here', sa.Integer(), nullable=False),
    sa.Column('improved', sa.Integer(), nullable=False),
    sa.Column('improved_here', sa.Integer(), nullable=False),
    sa.Column('participations', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_stored_count_programme_id_programme')),
    sa.PrimaryKeyConstraint('programme_id', 'academy_id', 'sex', 'quarter', 'by', 'key', name=op.f('pk_stored_count'))
    )
    op.create_table('suggested_for',
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('worked_out_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['country'], ['country.code'], name=op.f('fk_suggested_for_country_country')),
    sa.PrimaryKeyConstraint('country', name=op.f('pk_suggested_for'))
    )
    op.create_table('suggested_pair',
    sa.Column('one_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('grade', sa.String(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['country'], ['country.code'], name=op.f('fk_suggested_pair_country_country')),
    sa.PrimaryKeyConstraint('one_id', 'other_id', name=op.f('pk_suggested_pair'))
    )
    op.create_index(op.f('ix_suggested_pair_country'), 'suggested_pair', ['country'], unique=False)
    op.create_table('telling_apart_undone',
    sa.Column('apart_id', sa.Uuid(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['apart_id'], ['officers_told_apart.id'], name=op.f('fk_telling_apart_undone_apart_id_officers_told_apart')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_telling_apart_undone')),
    sa.UniqueConstraint('apart_id', name=op.f('uq_telling_apart_undone_apart_id'))
    )
    op.create_table('term',
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('term_id', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('html', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_term_revision_id_revision')),
    sa.PrimaryKeyConstraint('revision_id', 'language', 'term_id', name=op.f('pk_term'))
    )
    op.create_table('academy_officer',
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_academy_officer_academy_id_academy')),
    sa.PrimaryKeyConstraint('academy_id', 'officer_id', name=op.f('pk_academy_officer'))
    )
    op.create_index(op.f('ix_academy_officer_officer_id'), 'academy_officer', ['officer_id'], unique=False)
    op.create_table('api_client',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=True),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=False),
    sa.Column('made_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('works_until', sa.Date(), nullable=False),
    sa.Column('used_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_api_client_academy_id_academy')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_api_client_programme_id_programme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_client')),
    sa.UniqueConstraint('digest', name=op.f('uq_api_client_digest'))
    )
    op.create_index(op.f('ix_api_client_academy_id'), 'api_client', ['academy_id'], unique=False)
    op.create_index(op.f('ix_api_client_programme_id'), 'api_client', ['programme_id'], unique=False)
    op.create_table('attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('titles', sa.JSON(), nullable=False),
    sa.Column('bank_id', sa.String(), nullable=False),
    sa.Column('paper', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('pass_percent', sa.Integer(), nullable=True),
    sa.Column('attempts_allowed', sa.Integer(), nullable=True),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('supervised', sa.Boolean(), nullable=False),
    sa.Column('place', sa.String(), nullable=True),
    sa.Column('takeovers', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('started_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('deadline', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('boot_id', sa.String(), nullable=False),
    sa.Column('booted_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('resumed_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('resumed_boot_id', sa.String(), nullable=True),
    sa.Column('resumed_booted_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_attempt_academy_id_academy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('enrolment_id', 'paper', 'number', name=op.f('uq_attempt_enrolment_id_paper_number'))
    )
    op.create_index(op.f('ix_attempt_officer_id'), 'attempt', ['officer_id'], unique=False)
    op.create_index('ix_attempt_state_deadline', 'attempt', ['state', 'deadline'], unique=False)
    op.create_table('attended',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=True),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.Column('at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('means', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('by_account', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_attended_academy_id_academy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attended')),
    sa.UniqueConstraint('session_id', 'day', 'officer_id', 'serial', name=op.f('uq_attended_session_id_day_officer_id_serial'))
    )
    op.create_index('ix_attended_officer_module', 'attended', ['officer_id', 'module_id'], unique=False)
    op.create_table('cohort',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=True),
    sa.Column('module_id', sa.String(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('may_ask', sa.Boolean(), nullable=False),
    sa.Column('code', sa.String(), nullable=True),
    sa.Column('code_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_cohort_academy_id_academy')),
    sa.ForeignKeyConstraint(['course_id'], ['course_revision.id'], name=op.f('fk_cohort_course_id_course_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort')),
    sa.UniqueConstraint('code', name=op.f('uq_cohort_code'))
    )
    op.create_index('ix_cohort_academy_due', 'cohort', ['academy_id', 'due_on'], unique=False)
    op.create_table('draft',
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=True),
    sa.Column('origin', sa.String(), nullable=True),
    sa.Column('saves', sa.Integer(), nullable=False),
    sa.Column('started_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_draft_academy_id_academy')),
    sa.ForeignKeyConstraint(['origin'], ['revision.id'], name=op.f('fk_draft_origin_revision')),
    sa.PrimaryKeyConstraint('module_id', name=op.f('pk_draft'))
    )
    op.create_table('enrolled',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('enrolled_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('own_choice', sa.Boolean(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=True),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_enrolled_academy_id_academy')),
    sa.ForeignKeyConstraint(['course_id'], ['course_revision.id'], name=op.f('fk_enrolled_course_id_course_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolled'))
    )
    op.create_index(op.f('ix_enrolled_officer_id'), 'enrolled', ['officer_id'], unique=False)
    op.create_table('officer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('sex', sa.String(), nullable=True),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('match_key', sa.String(), nullable=True),
    sa.Column('institution_id', sa.Uuid(), nullable=True),
    sa.Column('rank', sa.String(), nullable=True),
    sa.Column('track', sa.String(), nullable=True),
    sa.Column('unit', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_officer_academy_id_academy')),
    sa.ForeignKeyConstraint(['country'], ['country.code'], name=op.f('fk_officer_country_country')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_officer_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer'))
    )
    op.create_index(op.f('ix_officer_academy_id'), 'officer', ['academy_id'], unique=False)
    op.create_index('ix_officer_country_match_key', 'officer', ['country', 'match_key'], unique=False)
    op.create_index(op.f('ix_officer_institution_id'), 'officer', ['institution_id'], unique=False)
    op.create_index(op.f('ix_officer_is_test'), 'officer', ['is_test'], unique=False)
    op.create_index('ix_officer_linked', 'officer', ['person_id'], unique=False, sqlite_where=sa.text('person_id != id'), postgresql_where=sa.text('person_id != id'))
    op.create_index(op.f('ix_officer_person_id'), 'officer', ['person_id'], unique=False)
    op.create_table('officer_list',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('job_id', sa.Uuid(), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('is_workbook', sa.Boolean(), nullable=False),
    sa.Column('headings', sa.JSON(), nullable=False),
    sa.Column('fault', sa.JSON(), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_officer_list_academy_id_academy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_list'))
    )
    op.create_index(op.f('ix_officer_list_academy_id'), 'officer_list', ['academy_id'], unique=False)
    op.create_index(op.f('ix_officer_list_account_id'), 'officer_list', ['account_id'], unique=False)
    op.create_index(op.f('ix_officer_list_asked_at'), 'officer_list', ['asked_at'], unique=False)
    op.create_table('officer_registered',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('sex', sa.String(), nullable=True),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_officer_registered_academy_id_academy')),
    sa.ForeignKeyConstraint(['country'], ['country.code'], name=op.f('fk_officer_registered_country_country')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_registered'))
    )
    op.create_index(op.f('ix_officer_registered_officer_id'), 'officer_registered', ['officer_id'], unique=False)
    op.create_table('paper_form',
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('entered', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_paper_form_academy_id_academy')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_paper_form'))
    )
    op.create_index('ix_paper_form_about', 'paper_form', ['academy_id', 'about'], unique=False)
    op.create_table('posting_recorded',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('institution_id', sa.Uuid(), nullable=True),
    sa.Column('rank', sa.String(), nullable=True),
    sa.Column('track', sa.String(), nullable=True),
    sa.Column('unit', sa.String(), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_posting_recorded_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting_recorded'))
    )
    op.create_index(op.f('ix_posting_recorded_officer_id'), 'posting_recorded', ['officer_id'], unique=False)
    op.create_table('questionnaire',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('shown_marks', sa.JSON(), nullable=False),
    sa.Column('waiting', sa.Integer(), nullable=False),
    sa.Column('waiting_marks', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_questionnaire_academy_id_academy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questionnaire')),
    sa.UniqueConstraint('academy_id', 'about', 'kind', name=op.f('uq_questionnaire_academy_id_about_kind'))
    )
    op.create_table('questionnaire_closed',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_questionnaire_closed_academy_id_academy')),
    sa.PrimaryKeyConstraint('officer_id', 'academy_id', 'about', 'kind', name=op.f('pk_questionnaire_closed'))
    )
    op.create_table('session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=True),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('trainers', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=False),
    sa.Column('ends_at', sa.Time(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('open', sa.Boolean(), nullable=False),
    sa.Column('called_off', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_session_academy_id_academy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session'))
    )
    op.create_index('ix_session_academy_first_day', 'session', ['academy_id', 'first_day'], unique=False)
    op.create_table('answer',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('saved_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_answer_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('attempt_id', 'question_id', name=op.f('pk_answer'))
    )
    op.create_table('certificate_issued',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_certificate_issued_academy_id_academy')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_certificate_issued_enrolment_id_enrolled')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_certificate_issued_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_issued')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_issued_code')),
    sa.UniqueConstraint('enrolment_id', 'number', name=op.f('uq_certificate_issued_enrolment_id_number'))
    )
    op.create_index('ix_certificate_issued_academy_issued_on', 'certificate_issued', ['academy_id', 'issued_on'], unique=False)
    op.create_index(op.f('ix_certificate_issued_officer_id'), 'certificate_issued', ['officer_id'], unique=False)
    op.create_table('choice_taken',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('scenario_id', sa.String(), nullable=False),
    sa.Column('play_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('scene_id', sa.String(), nullable=False),
    sa.Column('choice', sa.Integer(), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_choice_taken_enrolment_id_enrolled')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_choice_taken')),
    sa.UniqueConstraint('play_id', 'step', name=op.f('uq_choice_taken_play_id_step'))
    )
    op.create_index(op.f('ix_choice_taken_enrolment_id'), 'choice_taken', ['enrolment_id'], unique=False)
    op.create_index(op.f('ix_choice_taken_officer_id'), 'choice_taken', ['officer_id'], unique=False)
    op.create_table('cohort_dated',
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_dated_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_dated')),
    sa.UniqueConstraint('cohort_id', 'number', name=op.f('uq_cohort_dated_cohort_id_number'))
    )
    op.create_table('cohort_instructor',
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_cohort_instructor_account_id_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_instructor_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('cohort_id', 'account_id', name=op.f('pk_cohort_instructor'))
    )
    op.create_index(op.f('ix_cohort_instructor_account_id'), 'cohort_instructor', ['account_id'], unique=False)
    op.create_table('cohort_joined',
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('way', sa.String(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_joined_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_joined')),
    sa.UniqueConstraint('cohort_id', 'officer_id', name=op.f('uq_cohort_joined_cohort_id_officer_id'))
    )
    op.create_index(op.f('ix_cohort_joined_officer_id'), 'cohort_joined', ['officer_id'], unique=False)
    op.create_table('cohort_left',
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('left', sa.Boolean(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_left_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_left')),
    sa.UniqueConstraint('cohort_id', 'officer_id', 'number', name=op.f('uq_cohort_left_cohort_id_officer_id_number'))
    )
    op.create_index(op.f('ix_cohort_left_officer_id'), 'cohort_left', ['officer_id'], unique=False)
    op.create_table('cohort_takes',
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_takes_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_cohort_takes_enrolment_id_enrolled')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_takes')),
    sa.UniqueConstraint('cohort_id', 'officer_id', 'module_id', name=op.f('uq_cohort_takes_cohort_id_officer_id_module_id'))
    )
    op.create_index(op.f('ix_cohort_takes_enrolment_id'), 'cohort_takes', ['enrolment_id'], unique=False)
    op.create_index(op.f('ix_cohort_takes_officer_id'), 'cohort_takes', ['officer_id'], unique=False)
    op.create_table('completed_as',
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('sex', sa.String(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=True),
    sa.Column('enrolled_at', sa.Uuid(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('institution_id', sa.Uuid(), nullable=True),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('rank', sa.String(), nullable=False),
    sa.Column('track', sa.String(), nullable=False),
    sa.Column('age', sa.String(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('enrolled_on', sa.Date(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('completed_on', sa.Date(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('attended', sa.Integer(), nullable=False),
    sa.Column('certificate', sa.String(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('revoked', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_completed_as_academy_id_academy')),
    sa.ForeignKeyConstraint(['enrolled_at'], ['academy.id'], name=op.f('fk_completed_as_enrolled_at_academy')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_completed_as_enrolment_id_enrolled')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_completed_as_institution_id_institution')),
    sa.PrimaryKeyConstraint('enrolment_id', name=op.f('pk_completed_as'))
    )
    op.create_index('ix_completed_as_academy_list', 'completed_as', ['enrolled_at', 'completed_on', 'enrolment_id'], unique=False)
    op.create_index(op.f('ix_completed_as_institution_id'), 'completed_as', ['institution_id'], unique=False)
    op.create_index('ix_completed_as_list', 'completed_as', ['completed_on', 'enrolment_id'], unique=False)
    op.create_index(op.f('ix_completed_as_officer_id'), 'completed_as', ['officer_id'], unique=False)
    op.create_table('counted',
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('sex', sa.String(), nullable=False),
    sa.Column('rank', sa.String(), nullable=False),
    sa.Column('institution', sa.String(), nullable=False),
    sa.Column('track', sa.String(), nullable=False),
    sa.Column('age', sa.String(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('completed_on', sa.Date(), nullable=False),
    sa.Column('first', sa.Boolean(), nullable=False),
    sa.Column('first_here', sa.Boolean(), nullable=False),
    sa.Column('matched', sa.Boolean(), nullable=False),
    sa.Column('matched_here', sa.Boolean(), nullable=False),
    sa.Column('improved', sa.Boolean(), nullable=False),
    sa.Column('improved_here', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_counted_enrolment_id_enrolled')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_counted_programme_id_programme')),
    sa.PrimaryKeyConstraint('programme_id', 'enrolment_id', name=op.f('pk_counted'))
    )
    op.create_index(op.f('ix_counted_person_id'), 'counted', ['person_id'], unique=False)
    op.create_index('ix_counted_programme_id_completed_on', 'counted', ['programme_id', 'completed_on'], unique=False)
    op.create_table('draft_file',
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['digest'], ['blob.digest'], name=op.f('fk_draft_file_digest_blob')),
    sa.ForeignKeyConstraint(['module_id'], ['draft.module_id'], name=op.f('fk_draft_file_module_id_draft')),
    sa.PrimaryKeyConstraint('module_id', 'path', name=op.f('pk_draft_file'))
    )
    op.create_table('due_moved',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_due_moved_enrolment_id_enrolled')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_due_moved')),
    sa.UniqueConstraint('enrolment_id', 'number', name=op.f('uq_due_moved_enrolment_id_number'))
    )
    op.create_index(op.f('ix_due_moved_officer_id'), 'due_moved', ['officer_id'], unique=False)
    op.create_table('enrolment_withdrawn',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_enrolment_withdrawn_enrolment_id_enrolled')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment_withdrawn'))
    )
    op.create_index(op.f('ix_enrolment_withdrawn_enrolment_id'), 'enrolment_withdrawn', ['enrolment_id'], unique=False)
    op.create_index(op.f('ix_enrolment_withdrawn_officer_id'), 'enrolment_withdrawn', ['officer_id'], unique=False)
    op.create_table('join_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(), nullable=True),
    sa.Column('answered_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_join_request_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_request')),
    sa.UniqueConstraint('cohort_id', 'officer_id', name=op.f('uq_join_request_cohort_id_officer_id'))
    )
    op.create_index(op.f('ix_join_request_officer_id'), 'join_request', ['officer_id'], unique=False)
    op.create_table('late_answer',
    sa.Column('elsewhere', sa.Boolean(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('saved_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_late_answer_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('attempt_id', 'question_id', 'sequence', name=op.f('pk_late_answer'))
    )
    op.create_table('listed_row',
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('effect', sa.String(), nullable=False),
    sa.Column('remarks', sa.JSON(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['list_id'], ['officer_list.id'], name=op.f('fk_listed_row_list_id_officer_list'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('list_id', 'number', name=op.f('pk_listed_row'))
    )
    op.create_index('ix_listed_row_list_id_verdict', 'listed_row', ['list_id', 'verdict', 'number'], unique=False)
    op.create_table('part_done',
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('revision_id', sa.String(), nullable=False),
    sa.Column('part_id', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_part_done_enrolment_id_enrolled')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_part_done')),
    sa.UniqueConstraint('enrolment_id', 'part_id', 'revision_id', name=op.f('uq_part_done_enrolment_id_part_id_revision_id'))
    )
    op.create_index(op.f('ix_part_done_officer_id'), 'part_done', ['officer_id'], unique=False)
    op.create_table('participant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=True),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('seat', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name=op.f('fk_participant_session_id_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('code', name=op.f('uq_participant_code')),
    sa.UniqueConstraint('session_id', 'officer_id', name=op.f('uq_participant_session_id_officer_id')),
    sa.UniqueConstraint('session_id', 'turn', name=op.f('uq_participant_session_id_turn'))
    )
    op.create_index(op.f('ix_participant_officer_id'), 'participant', ['officer_id'], unique=False)
    op.create_table('progress',
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('academy_id', sa.Uuid(), nullable=False),
    sa.Column('enrolled_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('course_id', sa.String(), nullable=True),
    sa.Column('revision_id', sa.String(), nullable=True),
    sa.Column('started_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('done', sa.JSON(), nullable=False),
    sa.Column('pre_percent', sa.Integer(), nullable=True),
    sa.Column('post_percent', sa.Integer(), nullable=True),
    sa.Column('finals', sa.Integer(), nullable=False),
    sa.Column('waiting', sa.Boolean(), nullable=False),
    sa.Column('best_percent', sa.Integer(), nullable=True),
    sa.Column('passed_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('completed_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('granted', sa.Integer(), nullable=False),
    sa.Column('attended', sa.Integer(), nullable=False),
    sa.Column('active_at', db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['academy_id'], ['academy.id'], name=op.f('fk_progress_academy_id_academy')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_progress_enrolment_id_enrolled')),
    sa.PrimaryKeyConstraint('enrolment_id', name=op.f('pk_progress'))
    )
    op.create_index('ix_progress_officer_module', 'progress', ['officer_id', 'module_id'], unique=False)
    op.create_index('ix_progress_overview', 'progress', ['academy_id', 'module_id', 'state', 'due_on', 'officer_id'], unique=False)
    op.create_index('ix_progress_stuck', 'progress', ['academy_id', 'state', 'active_at'], unique=False)
    op.create_table('remark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('questionnaire_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['questionnaire_id'], ['questionnaire.id'], name=op.f('fk_remark_questionnaire_id_questionnaire')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark'))
    )
    op.create_index(op.f('ix_remark_questionnaire_id'), 'remark', ['questionnaire_id'], unique=False)
    op.create_table('reminded',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolled.id'], name=op.f('fk_reminded_enrolment_id_enrolled')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminded')),
    sa.UniqueConstraint('enrolment_id', 'due_on', 'stage', name=op.f('uq_reminded_enrolment_id_due_on_stage'))
    )
    op.create_table('save',
    sa.Column('module_id', sa.String(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=True),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['digest'], ['blob.digest'], name=op.f('fk_save_digest_blob')),
    sa.ForeignKeyConstraint(['module_id'], ['draft.module_id'], name=op.f('fk_save_module_id_draft')),
    sa.PrimaryKeyConstraint('module_id', 'serial', name=op.f('pk_save'))
    )
    op.create_index('ix_save_file', 'save', ['module_id', 'path', 'serial'], unique=False)
    op.create_table('scan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name=op.f('fk_scan_session_id_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan'))
    )
    op.create_index(op.f('ix_scan_session_id'), 'scan', ['session_id'], unique=False)
    op.create_table('certificate_revoked',
    sa.Column('certificate_id', sa.Uuid(), nullable=False),
    sa.Column('by_account', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('site', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate_issued.id'], name=op.f('fk_certificate_revoked_certificate_id_certificate_issued')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_revoked')),
    sa.UniqueConstraint('certificate_id', name=op.f('uq_certificate_revoked_certificate_id'))
    )
    op.create_table('guest',
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('agency', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_guest_participant_id_participant')),
    sa.PrimaryKeyConstraint('participant_id', name=op.f('pk_guest'))
    )
    op.create_table('guest_day',
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_guest_day_participant_id_participant')),
    sa.PrimaryKeyConstraint('participant_id', 'day', name=op.f('pk_guest_day'))
    )
    for table in FACTS:
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(statement)
    site = sa.table("site", sa.column("id", sa.Uuid()), sa.column("demonstration", sa.Boolean()))
    op.execute(site.insert().values(id=uuid4(), demonstration=False))


def downgrade() -> None:
    op.drop_table('guest_day')
    op.drop_table('guest')
    op.drop_table('certificate_revoked')
    op.drop_index(op.f('ix_scan_session_id'), table_name='scan')
    op.drop_table('scan')
    op.drop_index('ix_save_file', table_name='save')
    op.drop_table('save')
    op.drop_table('reminded')
    op.drop_index(op.f('ix_remark_questionnaire_id'), table_name='remark')
    op.drop_table('remark')
    op.drop_index('ix_progress_stuck', table_name='progress')
    op.drop_index('ix_progress_overview', table_name='progress')
    op.drop_index('ix_progress_officer_module', table_name='progress')
    op.drop_table('progress')
    op.drop_index(op.f('ix_participant_officer_id'), table_name='participant')
    op.drop_table('participant')
    op.drop_index(op.f('ix_part_done_officer_id'), table_name='part_done')
    op.drop_table('part_done')
    op.drop_index('ix_listed_row_list_id_verdict', table_name='listed_row')
    op.drop_table('listed_row')
    op.drop_table('late_answer')
    op.drop_index(op.f('ix_join_request_officer_id'), table_name='join_request')
    op.drop_table('join_request')
    op.drop_index(op.f('ix_enrolment_withdrawn_officer_id'), table_name='enrolment_withdrawn')
    op.drop_index(op.f('ix_enrolment_withdrawn_enrolment_id'), table_name='enrolment_withdrawn')
    op.drop_table('enrolment_withdrawn')
    op.drop_index(op.f('ix_due_moved_officer_id'), table_name='due_moved')
    op.drop_table('due_moved')
    op.drop_table('draft_file')
    op.drop_index('ix_counted_programme_id_completed_on', table_name='counted')
    op.drop_index(op.f('ix_counted_person_id'), table_name='counted')
    op.drop_table('counted')
    op.drop_index(op.f('ix_completed_as_officer_id'), table_name='completed_as')
    op.drop_index('ix_completed_as_list', table_name='completed_as')
    op.drop_index(op.f('ix_completed_as_institution_id'), table_name='completed_as')
    op.drop_index('ix_completed_as_academy_list', table_name='completed_as')
    op.drop_table('completed_as')
    op.drop_index(op.f('ix_cohort_takes_officer_id'), table_name='cohort_takes')
    op.drop_index(op.f('ix_cohort_takes_enrolment_id'), table_name='cohort_takes')
    op.drop_table('cohort_takes')
    op.drop_index(op.f('ix_cohort_left_officer_id'), table_name='cohort_left')
    op.drop_table('cohort_left')
    op.drop_index(op.f('ix_cohort_joined_officer_id'), table_name='cohort_joined')
    op.drop_table('cohort_joined')
    op.drop_index(op.f('ix_cohort_instructor_account_id'), table_name='cohort_instructor')
    op.drop_table('cohort_instructor')
    op.drop_table('cohort_dated')
    op.drop_index(op.f('ix_choice_taken_officer_id'), table_name='choice_taken')
    op.drop_index(op.f('ix_choice_taken_enrolment_id'), table_name='choice_taken')
    op.drop_table('choice_taken')
    op.drop_index(op.f('ix_certificate_issued_officer_id'), table_name='certificate_issued')
    op.drop_index('ix_certificate_issued_academy_issued_on', table_name='certificate_issued')
    op.drop_table('certificate_issued')
    op.drop_table('answer')
    op.drop_index('ix_session_academy_first_day', table_name='session')
    op.drop_table('session')
    op.drop_table('questionnaire_closed')
    op.drop_table('questionnaire')
    op.drop_index(op.f('ix_posting_recorded_officer_id'), table_name='posting_recorded')
    op.drop_table('posting_recorded')
    op.drop_index('ix_paper_form_about', table_name='paper_form')
    op.drop_table('paper_form')
    op.drop_index(op.f('ix_officer_registered_officer_id'), table_name='officer_registered')
    op.drop_table('officer_registered')
    op.drop_index(op.f('ix_officer_list_asked_at'), table_name='officer_list')
    op.drop_index(op.f('ix_officer_list_account_id'), table_name='officer_list')
    op.drop_index(op.f('ix_officer_list_academy_id'), table_name='officer_list')
    op.drop_table('officer_list')
    op.drop_index(op.f('ix_officer_person_id'), table_name='officer')
    op.drop_index('ix_officer_linked', table_name='officer', sqlite_where=sa.text('person_id != id'), postgresql_where=sa.text('person_id != id'))
    op.drop_index(op.f('ix_officer_is_test'), table_name='officer')
    op.drop_index(op.f('ix_officer_institution_id'), table_name='officer')
    op.drop_index('ix_officer_country_match_key', table_name='officer')
    op.drop_index(op.f('ix_officer_academy_id'), table_name='officer')
    op.drop_table('officer')
    op.drop_index(op.f('ix_enrolled_officer_id'), table_name='enrolled')
    op.drop_table('enrolled')
    op.drop_table('draft')
    op.drop_index('ix_cohort_academy_due', table_name='cohort')
    op.drop_table('cohort')
    op.drop_index('ix_attended_officer_module', table_name='attended')
    op.drop_table('attended')
    op.drop_index('ix_attempt_state_deadline', table_name='attempt')
    op.drop_index(op.f('ix_attempt_officer_id'), table_name='attempt')
    op.drop_table('attempt')
    op.drop_index(op.f('ix_api_client_programme_id'), table_name='api_client')
    op.drop_index(op.f('ix_api_client_academy_id'), table_name='api_client')
    op.drop_table('api_client')
    op.drop_index(op.f('ix_academy_officer_officer_id'), table_name='academy_officer')
    op.drop_table('academy_officer')
    op.drop_table('term')
    op.drop_table('telling_apart_undone')
    op.drop_index(op.f('ix_suggested_pair_country'), table_name='suggested_pair')
    op.drop_table('suggested_pair')
    op.drop_table('suggested_for')
    op.drop_table('stored_count')
    op.drop_table('source_file')
    op.drop_index(op.f('ix_sign_in_account_id'), table_name='sign_in')
    op.drop_table('sign_in')
    op.drop_index(op.f('ix_role_granted_account_id'), table_name='role_granted')
    op.drop_table('role_granted')
    op.drop_table('revision_published')
    op.drop_table('revision_approved')
    op.drop_index(op.f('ix_passage_revision_id'), table_name='passage')
    op.drop_table('passage')
    op.drop_table('page')
    op.drop_table('pack_entry')
    op.drop_index(op.f('ix_one_time_code_account_id'), table_name='one_time_code')
    op.drop_table('one_time_code')
    op.drop_index(op.f('ix_monthly_order_account_id'), table_name='monthly_order')
    op.drop_table('monthly_order')
    op.drop_index(op.f('ix_module_approved_programme_id'), table_name='module_approved')
    op.drop_table('module_approved')
    op.drop_table('module')
    op.drop_table('merger_undone')
    op.drop_table('medium')
    op.drop_index(op.f('ix_match_key_recorded_officer_id'), table_name='match_key_recorded')
    op.drop_index(op.f('ix_match_key_recorded_match_key'), table_name='match_key_recorded')
    op.drop_table('match_key_recorded')
    op.drop_table('mark_comment')
    op.drop_table('link_undone')
    op.drop_table('job_file')
    op.drop_table('institution')
    op.drop_index(op.f('ix_held_person_id'), table_name='held')
    op.drop_index('ix_held_figure', table_name='held')
    op.drop_table('held')
    op.drop_table('hard_question')
    op.drop_table('course_published')
    op.drop_table('bookmark')
    op.drop_table('academy')
    op.drop_table('time_granted')
    op.drop_table('throttle')
    op.drop_table('site')
    op.drop_table('sheet_kept')
    op.drop_table('scan_deleted')
    op.drop_table('revision_proposed')
    op.drop_table('revision')
    op.drop_table('question_text')
    op.drop_table('question_source')
    op.drop_table('programme')
    op.drop_index(op.f('ix_places_merged_place_id'), table_name='places_merged')
    op.drop_index(op.f('ix_places_merged_into_id'), table_name='places_merged')
    op.drop_table('places_merged')
    op.drop_index(op.f('ix_officers_told_apart_other_id'), table_name='officers_told_apart')
    op.drop_index(op.f('ix_officers_told_apart_one_id'), table_name='officers_told_apart')
    op.drop_table('officers_told_apart')
    op.drop_index(op.f('ix_officers_linked_other_id'), table_name='officers_linked')
    op.drop_index(op.f('ix_officers_linked_one_id'), table_name='officers_linked')
    op.drop_table('officers_linked')
    op.drop_index(op.f('ix_names_seen_account_id'), table_name='names_seen')
    op.drop_table('names_seen')
    op.drop_index('ix_letter_state_next_at', table_name='letter')
    op.drop_table('letter')
    op.drop_index(op.f('ix_late_counted_enrolment_id'), table_name='late_counted')
    op.drop_table('late_counted')
    op.drop_table('judged_bank')
    op.drop_index(op.f('ix_job_state'), table_name='job')
    op.drop_index(op.f('ix_job_asked_by'), table_name='job')
    op.drop_table('job')
    op.drop_index(op.f('ix_identity_name_key'), table_name='identity')
    op.drop_index(op.f('ix_identity_iin_key'), table_name='identity')
    op.drop_table('identity')
    op.drop_table('frozen_question')
    op.drop_table('former_names')
    op.drop_index(op.f('ix_export_made_account_id'), table_name='export_made')
    op.drop_table('export_made')
    op.drop_index(op.f('ix_deadline_moved_attempt_id'), table_name='deadline_moved')
    op.drop_table('deadline_moved')
    op.drop_table('course_revision')
    op.drop_table('country')
    op.drop_table('blob')
    op.drop_table('bank_corrected')
    op.drop_index(op.f('ix_attempt_unlocked_attempt_id'), table_name='attempt_unlocked')
    op.drop_table('attempt_unlocked')
    op.drop_index(op.f('ix_attempt_submitted_officer_id'), table_name='attempt_submitted')
    op.drop_index('ix_attempt_submitted_bank', table_name='attempt_submitted')
    op.drop_table('attempt_submitted')
    op.drop_index(op.f('ix_attempt_scored_officer_id'), table_name='attempt_scored')
    op.drop_index(op.f('ix_attempt_scored_enrolment_id'), table_name='attempt_scored')
    op.drop_table('attempt_scored')
    op.drop_table('attempt_granted')
    op.drop_table('answer_marked')
    op.drop_table('account')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
