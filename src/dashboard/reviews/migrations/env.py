"""What Alembic runs: the revisions, on the connection that `store.migrate` holds, inside its transaction."""

from alembic import context

from dashboard.reviews.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
