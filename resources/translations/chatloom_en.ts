<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
