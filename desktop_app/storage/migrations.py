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

# Where a message stands on its branch, so that a page of a long one is found without reading the
# rest. `depth` counts its ancestors: a root has 0, and so has a message whose parent isn't in its
# conversation. `jump` is the number of an ancestor further up, NULL for a root, chosen such that
# any ancestor is reached in O(log depth) steps along parents and jumps. The rule is that of
# E. W. Myers, "An applicative random-access stack", Information Processing Letters 17 (1983): a
# message jumps as far as the jumps of its parent and of where that one lands do together where the
# two are equally long, else to its parent. (A root is taken to jump to itself.)
#
# Old messages: `jumps` are the landings of a message, one after another up to the root, each as
# two numbers of `_DIGITS` digits, its number and its depth. There are at most log2 (depth) + 2.
# Messages whose parents form a circle are never reached and stay roots.
_DIGITS = 19
_LANDING = f"printf('%0{_DIGITS}d%0{_DIGITS}d', placed.number, placed.depth)"
_FIRST_NUMBER = f"CAST(substr(placed.jumps, 1, {_DIGITS}) AS INTEGER)"
_FIRST_DEPTH = f"substr(placed.jumps, {_DIGITS + 1}, {_DIGITS})"
_SECOND_DEPTH = f"substr(placed.jumps, {_DIGITS * 3 + 1}, {_DIGITS})"
_WITHOUT_FIRST = f"substr(placed.jumps, {_DIGITS * 2 + 1})"

PLACES: Step = (
    "ALTER TABLE message ADD COLUMN depth INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE message ADD COLUMN jump INTEGER",
    f"""
    WITH RECURSIVE placed (number, id, conversation, depth, jumps) AS (
        SELECT number, id, conversation, 0, '' FROM message AS root WHERE NOT EXISTS (
            SELECT 1 FROM message WHERE id = root.parent AND conversation = root.conversation
        )
        UNION ALL
        SELECT child.number, child.id, child.conversation, placed.depth + 1,
            CASE WHEN placed.depth > 0
                AND placed.depth - {_FIRST_DEPTH} = {_FIRST_DEPTH} - {_SECOND_DEPTH}
            THEN {_WITHOUT_FIRST} ELSE {_LANDING} || placed.jumps END
        FROM placed JOIN message AS child
        -- The sign keeps SQLite from looking all messages of the conversation through instead.
        ON child.parent = placed.id AND +child.conversation = placed.conversation
    )
    UPDATE message SET depth = placed.depth, jump = {_FIRST_NUMBER}
    FROM placed WHERE placed.number = message.number AND placed.depth > 0
    """,  # noqa: S608 - our names
    # A trigger and not the statement that inserts, so that an older Chatloom that is still running
    # places what it writes too.
    """
    CREATE TRIGGER message_placed AFTER INSERT ON message WHEN new.parent IS NOT NULL BEGIN
        UPDATE message SET depth = parent.depth + 1, jump = CASE
            WHEN parent.depth - once.depth = once.depth - twice.depth THEN twice.number
            ELSE parent.number END
        FROM message AS parent
        JOIN message AS once ON once.number = coalesce(parent.jump, parent.number)
        JOIN message AS twice ON twice.number = coalesce(once.jump, once.number)
        WHERE message.number = new.number
            AND parent.id = new.parent AND parent.conversation = new.conversation;
    END
    """,
)

TRACES: Step = (
    "ALTER TABLE message ADD COLUMN trace TEXT",
    "ALTER TABLE message ADD COLUMN cached_tokens INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE message ADD COLUMN reasoning_tokens INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX message_by_cost ON message (created_at) WHERE input_tokens IS NOT NULL",
    "ALTER TABLE conversation ADD COLUMN instructions TEXT",
    "ALTER TABLE conversation ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE conversation ADD COLUMN sent_from TEXT",
)

_CHANGED = "UPDATE conversation SET changed = 1 + (SELECT max(changed) FROM conversation)"

# What is deleted stays for a moment, marked with the time, so that it can be brought back; nothing
# but `storage.deleting` sees it. `queued`, `tags` and `preferred_over` are lists of texts as JSON.
KEEPING: Step = (
    "ALTER TABLE conversation ADD COLUMN unread INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE conversation ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE conversation ADD COLUMN queued TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE conversation ADD COLUMN deleted_at INTEGER",
    "ALTER TABLE message ADD COLUMN preferred_over TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE message ADD COLUMN deleted_at INTEGER",
    """
    CREATE INDEX conversation_deleted ON conversation (deleted_at) WHERE deleted_at IS NOT NULL
    """,
    "CREATE INDEX message_deleted ON message (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX message_roots ON message (conversation) WHERE parent IS NULL",
    # `changed` counts the changes of all conversations together: whoever has seen it at a number
    # knows that only those above it look different now. Drafts are not looked at by others.
    "ALTER TABLE conversation ADD COLUMN changed INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX conversation_by_change ON conversation (changed)",
    f"""
    CREATE TRIGGER conversation_added AFTER INSERT ON conversation BEGIN
        {_CHANGED} WHERE number = new.number;
    END
    """,
    f"""
    CREATE TRIGGER conversation_changed AFTER UPDATE OF title, assistant, model, provider, pinned,
        archived, active_leaf, mood, updated_at, instructions, parameters, unread, tags, deleted_at
    ON conversation BEGIN
        {_CHANGED} WHERE number = new.number;
    END
    """,
    f"""
    CREATE TRIGGER message_told AFTER UPDATE OF text, status, rating, corrected_text,
        preferred_over, sentiment, cost, deleted_at ON message BEGIN
        {_CHANGED} WHERE id = new.conversation;
    END
    """,
    f"""
    CREATE TRIGGER message_gone AFTER DELETE ON message BEGIN
        {_CHANGED} WHERE id = old.conversation;
    END
    """,
)

MIGRATIONS: tuple[Step, ...] = (FIRST, FINISH_REASON, PLACES, TRACES, KEEPING)
