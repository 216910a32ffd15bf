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

# Signs of scripts that put no spaces between words (and Hangul, whose words grow endings): as what
# stands in brackets in patterns of GLOB and of regular expressions.
SIGNS = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u312f\u3131-\u318f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d"
    "\U00020000-\U0003ffff"
)
LONGEST_WORD = 100
"""Characters of a word that `search_word` keeps."""

_HAS_SIGNS = f"GLOB '*[{SIGNS}]*'"
_BLOCK = """
    INSERT INTO search_block (block, oldest, newest)
    VALUES (new.number >> 12, new.created_at, new.created_at)
    ON CONFLICT (block) DO UPDATE SET
        oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest);
"""

# What the search needs beside the indexes of the words of messages and titles; how it is used
# stands in `storage.search`, and who fills it in `storage.search_index`.
#   search_word: every word there is in those indexes; `search_word_parts` finds words by any three
#     letters of them.
#   search_text: what those indexes can't find: texts without spaces, sign by sign and pair by pair,
#     corrected answers and tags. A message stands there by its number, a conversation by minus its.
#   search_due: the numbers (conversations: minus their numbers) of what was written since the words
#     were gathered. A number and nothing else, so that writing takes no longer.
#   search_block: between which moments 4096 messages in a row were written, so that a date is
#     found although imported conversations are older than what was written before them.
# An OR IGNORE in a trigger counts for nothing below a statement that has an ON CONFLICT of its own.
_SEARCH_TABLES: Step = (
    "CREATE TABLE search_word (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT",
    """
    CREATE VIRTUAL TABLE search_word_parts USING fts5 (
        word, content = 'search_word', content_rowid = 'number', detail = none, columnsize = 0,
        tokenize = 'trigram case_sensitive 1'
    )
    """,
    """
    CREATE VIRTUAL TABLE search_text USING fts5 (
        text, pairs, tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    "CREATE TABLE search_due (number INTEGER PRIMARY KEY) STRICT",
    """
    CREATE TABLE search_block (
        block INTEGER PRIMARY KEY, oldest INTEGER NOT NULL, newest INTEGER NOT NULL
    ) STRICT
    """,
)

GATHERING: Step = (
    "CREATE VIRTUAL TABLE search_words_before USING fts5vocab ('message_words', 'row')",
    "CREATE VIRTUAL TABLE search_titles_before USING fts5vocab ('title_words', 'row')",
    "CREATE VIRTUAL TABLE search_places_before USING fts5vocab ('message_words', 'instance')",
    *(
        f"""
        INSERT OR IGNORE INTO search_word (word)
        SELECT substr(term, 1, {LONGEST_WORD}) FROM {words} WHERE NOT term {_HAS_SIGNS}
        """  # noqa: S608 - our names
        for words in ("search_words_before", "search_titles_before")
    ),
    "INSERT INTO search_word_parts (search_word_parts) VALUES ('rebuild')",
    # By the words of the index: to look through the texts would take forty times as long.
    f"""
    INSERT OR IGNORE INTO search_due SELECT place.doc
    FROM search_words_before AS word JOIN search_places_before AS place USING (term)
    WHERE word.term {_HAS_SIGNS}
    """,  # noqa: S608 - our names
    """
    INSERT OR IGNORE INTO search_due
    SELECT number FROM message WHERE searchable AND corrected_text IS NOT NULL
    """,
    f"""
    INSERT OR IGNORE INTO search_due SELECT -number FROM conversation
    WHERE title {_HAS_SIGNS} OR tags <> '[]'
    """,  # noqa: S608 - our names
    "DROP TABLE search_words_before",
    "DROP TABLE search_titles_before",
    "DROP TABLE search_places_before",
    """
    INSERT INTO search_block SELECT number >> 12, min(created_at), max(created_at)
    FROM message GROUP BY 1
    """,
)
"""Fills the tables of the search, all of them empty, from the indexes there are."""

SEARCHING: Step = (
    *_SEARCH_TABLES,
    *GATHERING,
    """
    CREATE TRIGGER search_word_added AFTER INSERT ON search_word BEGIN
        INSERT INTO search_word_parts (rowid, word) VALUES (new.number, new.word);
    END
    """,
    """
    CREATE TRIGGER search_word_gone AFTER DELETE ON search_word BEGIN
        INSERT INTO search_word_parts (search_word_parts, rowid, word)
        VALUES ('delete', old.number, old.word);
    END
    """,
    """
    CREATE TRIGGER search_message_added AFTER INSERT ON message WHEN new.searchable BEGIN
        INSERT INTO search_due SELECT new.number
        WHERE new.number NOT IN (SELECT number FROM search_due);
    END
    """,
    """
    CREATE TRIGGER search_message_changed AFTER UPDATE OF text, searchable, corrected_text
    ON message WHEN new.searchable AND (NOT old.searchable OR new.text IS NOT old.text
        OR new.corrected_text IS NOT old.corrected_text) BEGIN
        INSERT INTO search_due SELECT new.number
        WHERE new.number NOT IN (SELECT number FROM search_due);
    END
    """,
    """
    CREATE TRIGGER search_message_deleted AFTER DELETE ON message BEGIN
        DELETE FROM search_due WHERE number = old.number;
        DELETE FROM search_text WHERE rowid = old.number;
    END
    """,
    """
    CREATE TRIGGER search_title_added AFTER INSERT ON conversation BEGIN
        INSERT INTO search_due SELECT -new.number
        WHERE -new.number NOT IN (SELECT number FROM search_due);
    END
    """,
    """
    CREATE TRIGGER search_title_changed AFTER UPDATE OF title, tags ON conversation
    WHEN new.title IS NOT old.title OR new.tags IS NOT old.tags BEGIN
        INSERT INTO search_due SELECT -new.number
        WHERE -new.number NOT IN (SELECT number FROM search_due);
    END
    """,
    """
    CREATE TRIGGER search_title_deleted AFTER DELETE ON conversation BEGIN
        DELETE FROM search_due WHERE number = -old.number;
        DELETE FROM search_text WHERE rowid = -old.number;
    END
    """,
    f"CREATE TRIGGER search_block_grown AFTER INSERT ON message BEGIN {_BLOCK} END",
    f"CREATE TRIGGER search_block_moved AFTER UPDATE OF created_at ON message BEGIN {_BLOCK} END",
    # For filters that few messages or conversations pass.
    "CREATE INDEX message_rated ON message (rating) WHERE rating <> 0",
    "CREATE INDEX message_corrected ON message (number) WHERE corrected_text IS NOT NULL",
    "CREATE INDEX message_by_mood ON message (sentiment) WHERE sentiment IS NOT NULL",
    "CREATE INDEX message_by_model ON message (model) WHERE model <> ''",
    "CREATE INDEX conversation_pinned ON conversation (id) WHERE pinned",
    "CREATE INDEX conversation_unread ON conversation (id) WHERE unread",
    "CREATE INDEX conversation_tagged ON conversation (id) WHERE tags <> '[]'",
)

MIGRATIONS: tuple[Step, ...] = (FIRST, FINISH_REASON, PLACES, TRACES, KEEPING, SEARCHING)
