<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Aeroscope::Ui::BinModel</name>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n element</numerusform>
            <numerusform>%n elements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ConnectHint</name>
    <message numerus="yes">
        <source>valid until %1 (%n day(s))</source>
        <translation>
            <numerusform>valid until %1 (%n day)</numerusform>
            <numerusform>valid until %1 (%n days)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ConnectSteps</name>
    <message numerus="yes">
        <source>%n more step(s)</source>
        <translation>
            <numerusform>%n more step</numerusform>
            <numerusform>%n more steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::KeyDialog</name>
    <message numerus="yes">
        <source>%n integer(s)</source>
        <translation>
            <numerusform>%n integer</numerusform>
            <numerusform>%n integers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) or bytes</source>
        <translation>
            <numerusform>%n text or bytes</numerusform>
            <numerusform>%n texts or bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n digest(s)</source>
        <translation>
            <numerusform>%n digest</numerusform>
            <numerusform>%n digests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::MainWindow</name>
    <message numerus="yes">
        <source>%1: connected to %n node(s)</source>
        <translation>
            <numerusform>%1: connected to %n node</numerusform>
            <numerusform>%1: connected to %n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: a tab was unlocked for writing for %n minute(s)</source>
        <translation>
            <numerusform>%1: a tab was unlocked for writing for %n minute</numerusform>
            <numerusform>%1: a tab was unlocked for writing for %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Connection to %1 lost %n second(s) ago, trying again every second</source>
        <translation>
            <numerusform>Connection to %1 lost %n second ago, trying again every second</numerusform>
            <numerusform>Connection to %1 lost %n seconds ago, trying again every second</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::NavigatorModel</name>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 on %n node(s), %2 records so far</source>
        <translation>
            <numerusform>%1 on %n node, %2 records so far</numerusform>
            <numerusform>%1 on %n nodes, %2 records so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rack(s)</source>
        <translation>
            <numerusform>%n rack</numerusform>
            <numerusform>%n racks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::QueryTab</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::RecordGrid</name>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>Copied %n row</numerusform>
            <numerusform>Copied %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::RecordPane</name>
    <message numerus="yes">
        <source>%n other record(s) with changes that were not sent</source>
        <translation>
            <numerusform>%n other record with changes that were not sent</numerusform>
            <numerusform>%n other records with changes that were not sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::SelectionSummary</name>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n column</numerusform>
            <numerusform>%n columns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::UnlockDialog</name>
    <message numerus="yes">
        <source>for %n minute(s)</source>
        <translation>
            <numerusform>for %n minute</numerusform>
            <numerusform>for %n minutes</numerusform>
        </translation>
    </message>
</context>
</TS>
