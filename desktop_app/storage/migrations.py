"""The tables, step by step.

Append only: a step that was released never changes. A database keeps the number of the last step
it went through in ``PRAGMA user_version``.
"""

from __future__ import annotations

Step = tuple[str, ...]

APPLICATION_ID = 0x43484C4D  # "CHLM", so that the database of another program is told apart

FIRST: Step = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    # Moments are milliseconds since 1970 in UTC. `number` is the order of creation, and what the
    # search indexes point to.
    """
    CREATE TABLE conversation (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        assistant TEXT NOT NULL,
        model TEXT NOT NULL,
        provider TEXT NOT NULL,
        pinned INTEGER NOT NULL,
        archived INTEGER NOT NULL,
        active_leaf TEXT,
        draft TEXT NOT NULL,
        mood TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX conversation_by_date ON conversation (archived, updated_at)",
    """
    CREATE TABLE message (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
        parent TEXT REFERENCES message (id),
        role TEXT NOT NULL,
        text TEXT NOT NULL,
        reasoning TEXT NOT NULL,
        status TEXT NOT NULL,
        model TEXT NOT NULL,
        provider TEXT NOT NULL,
        input_tokens INTEGER,
        output_tokens INTEGER,
        cost REAL,
        failure TEXT,
        created_at INTEGER NOT NULL,
        finished_at INTEGER,
        rating INTEGER NOT NULL CHECK (rating IN (-1, 0, 1)),
        corrected_text TEXT,
        sentiment TEXT,
        sentiment_score REAL,
        sentiment_confidence REAL,
        sentiment_source TEXT,
        searchable INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX message_by_conversation ON message (conversation, role, sentiment)",
    "CREATE INDEX message_by_parent ON message (parent)",
    "CREATE INDEX message_unsearchable ON message (searchable) WHERE searchable = 0",
    # A message is in the index exactly while it is `searchable`. A growing answer isn't, so that
    # it is indexed once and not with every save.
    """
    CREATE VIRTUAL TABLE message_words USING fts5 (
        text, content = 'message', content_rowid = 'number', prefix = '1 2 3',
        tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER message_added AFTER INSERT ON message WHEN new.searchable BEGIN
        INSERT INTO message_words (rowid, text) VALUES (new.number, new.text);
    END
    """,
    """
    CREATE TRIGGER message_changed AFTER UPDATE OF text, searchable ON message
    WHEN new.searchable AND old.searchable AND new.text IS NOT old.text BEGIN
        INSERT INTO message_words (message_words, rowid, text)
        VALUES ('delete', old.number, old.text);
        INSERT INTO message_words (rowid, text) VALUES (new.number, new.text);
    END
    """,
    """
    CREATE TRIGGER message_finished AFTER UPDATE OF text, searchable ON message
    WHEN new.searchable AND NOT old.searchable BEGIN
        INSERT INTO message_words (rowid, text) VALUES (new.number, new.text);
    END
    """,
    """
    CREATE TRIGGER message_deleted AFTER DELETE ON message WHEN old.searchable BEGIN
        INSERT INTO message_words (message_words, rowid, text)
        VALUES ('delete', old.number, old.text);
    END
    """,
    """
    CREATE VIRTUAL TABLE title_words USING fts5 (
        title, content = 'conversation', content_rowid = 'number', prefix = '1 2 3',
        tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER title_added AFTER INSERT ON conversation BEGIN
        INSERT INTO title_words (rowid, title) VALUES (new.number, new.title);
    END
    """,
    """
    CREATE TRIGGER title_changed AFTER UPDATE OF title ON conversation
    WHEN new.title IS NOT old.title BEGIN
        INSERT INTO title_words (title_words, rowid, title)
        VALUES ('delete', old.number, old.title);
        INSERT INTO title_words (rowid, title) VALUES (new.number, new.title);
    END
    """,
    """
    CREATE TRIGGER title_deleted AFTER DELETE ON conversation BEGIN
        INSERT INTO title_words (title_words, rowid, title)
        VALUES ('delete', old.number, old.title);
    END
    """,
)

FINISH_REASON: Step = ("ALTER TABLE message ADD COLUMN finish_reason TEXT NOT NULL DEFAULT ''",)

MIGRATIONS: tuple[Step, ...] = (FIRST, FINISH_REASON)
