<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>Transcript</name>
    <message numerus="yes">
        <source>trying again in %n s</source>
        <translation>
            <numerusform>trying again in %n s</numerusform>
            <numerusform>trying again in %n s</numerusform>
        </translation>
    </message>
</context>
</TS>
