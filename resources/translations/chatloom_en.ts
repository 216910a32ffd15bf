<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AnswerColumns</name>
    <message numerus="yes">
        <source>%n answer(s) side by side</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers side by side</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Arranging</name>
    <message numerus="yes">
        <source>Deleted %n chat(s).</source>
        <translation>
            <numerusform>Deleted %n chat.</numerusform>
            <numerusform>Deleted %n chats.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Archived %n chat(s).</source>
        <translation>
            <numerusform>Archived %n chat.</numerusform>
            <numerusform>Archived %n chats.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupWords</name>
    <message numerus="yes">
        <source>%n chat(s)</source>
        <translation>
            <numerusform>%n chat</numerusform>
            <numerusform>%n chats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupsSection</name>
    <message numerus="yes">
        <source>Show %n older one(s)</source>
        <translation>
            <numerusform>Show %n older one</numerusform>
            <numerusform>Show %n older ones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message numerus="yes">
        <source>Archived: %n</source>
        <translation>
            <numerusform>Archived: %n</numerusform>
            <numerusform>Archived: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountWords</name>
    <message numerus="yes">
        <source>More than %n hit(s)</source>
        <translation>
            <numerusform>More than %n hit</numerusform>
            <numerusform>More than %n hits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n chat(s)</source>
        <translation>
            <numerusform>in %n chat</numerusform>
            <numerusform>in %n chats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountedWords</name>
    <message numerus="yes">
        <source>Leave out the oldest %n message(s)</source>
        <translation>
            <numerusform>Leave out the oldest %n message</numerusform>
            <numerusform>Leave out the oldest %n messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The oldest %n message(s) of this chat are not sent any more.</source>
        <translation>
            <numerusform>The oldest %n message of this chat is not sent any more.</numerusform>
            <numerusform>The oldest %n messages of this chat are not sent any more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ErasingDialog</name>
    <message numerus="yes">
        <source>Delete %n conversations for good?</source>
        <translation>
            <numerusform>Delete %n conversation for good?</numerusform>
            <numerusform>Delete %n conversations for good?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportSection</name>
    <message numerus="yes">
        <source>%n chosen chat(s)</source>
        <translation>
            <numerusform>%n chosen chat</numerusform>
            <numerusform>%n chosen chats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message numerus="yes">
        <source>%n matches</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderSection</name>
    <message numerus="yes">
        <source>%n file(s), all up to date</source>
        <translation>
            <numerusform>%n file, up to date</numerusform>
            <numerusform>%n files, all up to date</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MendingWords</name>
    <message numerus="yes">
        <source>%n chat(s)</source>
        <translation>
            <numerusform>%n chat</numerusform>
            <numerusform>%n chats</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) could be taken over from the old file.</source>
        <translation>
            <numerusform>%n message could be taken over from the old file.</numerusform>
            <numerusform>%n messages could be taken over from the old file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsButton</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutcomeWords</name>
    <message numerus="yes">
        <source>%n chat(s) exported</source>
        <translation>
            <numerusform>%n chat exported</numerusform>
            <numerusform>%n chats exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) in {folder}</source>
        <translation>
            <numerusform>%n file in {folder}</numerusform>
            <numerusform>%n files in {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) that you had got new messages.</source>
        <translation>
            <numerusform>%n chat that you had got new messages.</numerusform>
            <numerusform>%n chats that you had got new messages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) were here already.</source>
        <translation>
            <numerusform>%n chat was here already.</numerusform>
            <numerusform>%n chats were here already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) or other file(s) were not taken.</source>
        <translation>
            <numerusform>%n picture or other file was not taken.</numerusform>
            <numerusform>%n pictures or other files were not taken.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) were left out, listed below.</source>
        <translation>
            <numerusform>%n thing was left out, listed below.</numerusform>
            <numerusform>%n things were left out, listed below.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) imported</source>
        <translation>
            <numerusform>%n chat imported</numerusform>
            <numerusform>%n chats imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A copy of %n chat(s) was made</source>
        <translation>
            <numerusform>A copy of %n chat was made</numerusform>
            <numerusform>A copy of %n chats was made</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StopRow</name>
    <message numerus="yes">
        <source>%n line(s) at the most. The old ones are kept.</source>
        <translation>
            <numerusform>%n line at the most. The old ones are kept.</numerusform>
            <numerusform>%n lines at the most. The old ones are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ToBottom</name>
    <message numerus="yes">
        <source>To the bottom: %n new message(s)</source>
        <translation>
            <numerusform>To the bottom: %n new message</numerusform>
            <numerusform>To the bottom: %n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrialBox</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{models}, %n of them read(s) pictures</source>
        <translation>
            <numerusform>{models}, %n of them reads pictures</numerusform>
            <numerusform>{models}, %n of them read pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n oldest message(s)</source>
        <translation>
            <numerusform>%n oldest message</numerusform>
            <numerusform>%n oldest messages</numerusform>
        </translation>
    </message>
</context>
</TS>
