<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Badge</name>
    <message numerus="yes">
        <source>%n % sure</source>
        <translation>
            <numerusform>%n % sure</numerusform>
            <numerusform>%n % sure</numerusform>
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
