<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AelVocabulary</name>
    <message>
        <source>true when all conditions are true</source>
        <translation>wahr, wenn alle Bedingungen wahr sind</translation>
    </message>
    <message>
        <source>the result of a when if no condition is true</source>
        <translation>das Ergebnis eines when, wenn keine Bedingung wahr ist</translation>
    </message>
    <message>
        <source>another word for unknown</source>
        <translation>ein anderes Wort für unknown</translation>
    </message>
    <message>
        <source>true when exactly one of two conditions is true; more are paired from the left</source>
        <translation>wahr, wenn genau eine von zwei Bedingungen wahr ist; weitere werden von links gepaart</translation>
    </message>
    <message>
        <source>true when the list has an element equal to the value</source>
        <translation>wahr, wenn die Liste ein dem Wert gleiches Element hat</translation>
    </message>
    <message>
        <source>gives names to values, which the result uses as ${name}</source>
        <translation>gibt Werten Namen, die das Ergebnis als ${name} verwendet</translation>
    </message>
    <message>
        <source>true when the condition is false; unknown stays unknown</source>
        <translation>wahr, wenn die Bedingung falsch ist; unknown bleibt unknown</translation>
    </message>
    <message>
        <source>true when at least one condition is true</source>
        <translation>wahr, wenn mindestens eine Bedingung wahr ist</translation>
    </message>
    <message>
        <source>the part of a let in which its names are known</source>
        <translation>der Teil eines let, in dem seine Namen bekannt sind</translation>
    </message>
    <message>
        <source>no value: a filter that becomes unknown lets the record not pass</source>
        <translation>kein Wert: Wird ein Filter unknown, kommt der Datensatz nicht durch</translation>
    </message>
    <message>
        <source>the result behind the first condition that is true</source>
        <translation>das Ergebnis hinter der ersten wahren Bedingung</translation>
    </message>
    <message>
        <source>the truth value false</source>
        <translation>der Wahrheitswert falsch</translation>
    </message>
    <message>
        <source>the truth value true</source>
        <translation>der Wahrheitswert wahr</translation>
    </message>
    <message>
        <source>the number without its sign</source>
        <translation>die Zahl ohne ihr Vorzeichen</translation>
    </message>
    <message>
        <source>the FLOAT rounded up to a whole number</source>
        <translation>das FLOAT, aufgerundet zu einer ganzen Zahl</translation>
    </message>
    <message>
        <source>how many of the 64 bits are set</source>
        <translation>wie viele der 64 Bits gesetzt sind</translation>
    </message>
    <message>
        <source>position of the first bit of that value, counted from the highest; -1 if there is none</source>
        <translation>Position des ersten Bits mit diesem Wert, vom höchsten gezählt; -1, wenn es keines gibt</translation>
    </message>
    <message>
        <source>position of the first bit of that value, searched from the lowest; -1 if there is none</source>
        <translation>Position des ersten Bits mit diesem Wert, vom niedrigsten gesucht; -1, wenn es keines gibt</translation>
    </message>
    <message>
        <source>the FLOAT rounded down to a whole number</source>
        <translation>das FLOAT, abgerundet zu einer ganzen Zahl</translation>
    </message>
    <message>
        <source>true when the point lies in the region, whichever side is which</source>
        <translation>wahr, wenn der Punkt im Gebiet liegt, gleich auf welcher Seite er steht</translation>
    </message>
    <message>
        <source>a point, polygon or AeroCircle written as GeoJSON</source>
        <translation>ein Punkt, Polygon oder AeroCircle als GeoJSON</translation>
    </message>
    <message>
        <source>the logarithm of a FLOAT to a FLOAT base</source>
        <translation>der Logarithmus eines FLOAT zu einer FLOAT-Basis</translation>
    </message>
    <message>
        <source>the largest of the numbers</source>
        <translation>die größte der Zahlen</translation>
    </message>
    <message>
        <source>the smallest of the numbers</source>
        <translation>die kleinste der Zahlen</translation>
    </message>
    <message>
        <source>a FLOAT raised to a FLOAT power</source>
        <translation>ein FLOAT hoch ein FLOAT</translation>
    </message>
    <message>
        <source>reads an INT and gives it as a FLOAT</source>
        <translation>liest ein INT und liefert es als FLOAT</translation>
    </message>
    <message>
        <source>reads a FLOAT and gives it as an INT, cut towards zero</source>
        <translation>liest ein FLOAT und liefert es als INT, zur Null hin abgeschnitten</translation>
    </message>
    <message>
        <source>number of elements: of the list or map, or of those selected</source>
        <translation>Anzahl der Elemente: der Liste oder Map oder der ausgewählten</translation>
    </message>
    <message>
        <source>true when the bin, key or element is there</source>
        <translation>wahr, wenn Bin, Schlüssel oder Element vorhanden ist</translation>
    </message>
    <message>
        <source>says as which type to read, and what a selection gives back</source>
        <translation>sagt, als welcher Typ gelesen wird und was eine Auswahl liefert</translation>
    </message>
    <message>
        <source>estimated number of distinct elements</source>
        <translation>geschätzte Anzahl verschiedener Elemente</translation>
    </message>
    <message>
        <source>index bits and minhash bits of the sketch</source>
        <translation>Index- und Minhash-Bits der Skizze</translation>
    </message>
    <message>
        <source>estimated number of elements that all sketches have</source>
        <translation>geschätzte Anzahl der Elemente, die alle Skizzen haben</translation>
    </message>
    <message>
        <source>1 when the sketch may contain all elements, else 0</source>
        <translation>1, wenn die Skizze alle Elemente enthalten kann, sonst 0</translation>
    </message>
    <message>
        <source>estimated similarity from 0.0 to 1.0</source>
        <translation>geschätzte Ähnlichkeit von 0.0 bis 1.0</translation>
    </message>
    <message>
        <source>the union of the sketches</source>
        <translation>die Vereinigung der Skizzen</translation>
    </message>
    <message>
        <source>estimated number of elements in the union</source>
        <translation>geschätzte Anzahl der Elemente der Vereinigung</translation>
    </message>
    <message>
        <source>bytes of the record on its device; 0 in memory</source>
        <translation>Bytes des Datensatzes auf seinem Gerät; 0 im Hauptspeicher</translation>
    </message>
    <message>
        <source>the digest modulo n, for taking samples</source>
        <translation>der Digest modulo n, um Stichproben zu nehmen</translation>
    </message>
    <message>
        <source>true for the tombstone of a deleted record</source>
        <translation>wahr für den Tombstone eines gelöschten Datensatzes</translation>
    </message>
    <message>
        <source>true when the record stores its user key</source>
        <translation>wahr, wenn der Datensatz seinen Schlüssel speichert</translation>
    </message>
    <message>
        <source>time of the last update, nanoseconds since 1970</source>
        <translation>Zeit der letzten Änderung, Nanosekunden seit 1970</translation>
    </message>
    <message>
        <source>bytes of the record; the same as deviceSize()</source>
        <translation>Bytes des Datensatzes; dasselbe wie deviceSize()</translation>
    </message>
    <message>
        <source>name of the record&apos;s set, empty if it has none</source>
        <translation>Name des Sets, leer, wenn der Datensatz keines hat</translation>
    </message>
    <message>
        <source>milliseconds since the last update</source>
        <translation>Millisekunden seit der letzten Änderung</translation>
    </message>
    <message>
        <source>seconds until the record expires, -1 for never</source>
        <translation>Sekunden bis zum Ablauf des Datensatzes, -1 für nie</translation>
    </message>
    <message>
        <source>time of expiry, nanoseconds since 1970, -1 for never</source>
        <translation>Zeit des Ablaufs, Nanosekunden seit 1970, -1 für nie</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>wahr oder falsch</translation>
    </message>
    <message>
        <source>64-bit floating point number</source>
        <translation>Gleitkommazahl mit 64 Bit</translation>
    </message>
    <message>
        <source>GeoJSON</source>
        <translation>GeoJSON</translation>
    </message>
    <message>
        <source>HyperLogLog sketch</source>
        <translation>HyperLogLog-Skizze</translation>
    </message>
    <message>
        <source>64-bit integer</source>
        <translation>Ganzzahl mit 64 Bit</translation>
    </message>
    <message>
        <source>list</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>map</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>number of selected elements</source>
        <translation>Anzahl der ausgewählten Elemente</translation>
    </message>
    <message>
        <source>true when anything is selected</source>
        <translation>wahr, wenn irgendetwas ausgewählt ist</translation>
    </message>
    <message>
        <source>positions of the selected elements</source>
        <translation>Positionen der ausgewählten Elemente</translation>
    </message>
    <message>
        <source>keys of the selected entries of a map</source>
        <translation>Schlüssel der ausgewählten Einträge einer Map</translation>
    </message>
    <message>
        <source>the selected entries of a map, in the order of the selection</source>
        <translation>die ausgewählten Einträge einer Map in der Reihenfolge der Auswahl</translation>
    </message>
    <message>
        <source>nothing; of no use in an expression</source>
        <translation>nichts; in einem Ausdruck ohne Nutzen</translation>
    </message>
    <message>
        <source>the selected entries as a key-ordered map</source>
        <translation>die ausgewählten Einträge als nach Schlüssel geordnete Map</translation>
    </message>
    <message>
        <source>ranks of the selected elements</source>
        <translation>Ränge der ausgewählten Elemente</translation>
    </message>
    <message>
        <source>positions counted from the end</source>
        <translation>Positionen vom Ende gezählt</translation>
    </message>
    <message>
        <source>ranks counted from the largest</source>
        <translation>Ränge vom größten gezählt</translation>
    </message>
    <message>
        <source>the selected entries as a map</source>
        <translation>die ausgewählten Einträge als Map</translation>
    </message>
    <message>
        <source>the selected values themselves</source>
        <translation>die ausgewählten Werte selbst</translation>
    </message>
    <message>
        <source>true when both differ</source>
        <translation>wahr, wenn beide verschieden sind</translation>
    </message>
    <message>
        <source>remainder of an INT division</source>
        <translation>Rest einer INT-Division</translation>
    </message>
    <message>
        <source>bits set in both</source>
        <translation>in beiden gesetzte Bits</translation>
    </message>
    <message>
        <source>product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>quotient; of INT cut towards zero</source>
        <translation>Quotient; bei INT zur Null hin abgeschnitten</translation>
    </message>
    <message>
        <source>true when the left side is less</source>
        <translation>wahr, wenn die linke Seite kleiner ist</translation>
    </message>
    <message>
        <source>bits moved to the left</source>
        <translation>Bits nach links verschoben</translation>
    </message>
    <message>
        <source>true when the left side is less or equal</source>
        <translation>wahr, wenn die linke Seite kleiner oder gleich ist</translation>
    </message>
    <message>
        <source>true when both are equal</source>
        <translation>wahr, wenn beide gleich sind</translation>
    </message>
    <message>
        <source>true when the left side is greater</source>
        <translation>wahr, wenn die linke Seite größer ist</translation>
    </message>
    <message>
        <source>true when the left side is greater or equal</source>
        <translation>wahr, wenn die linke Seite größer oder gleich ist</translation>
    </message>
    <message>
        <source>bits moved to the right, the sign is kept</source>
        <translation>Bits nach rechts verschoben, das Vorzeichen bleibt</translation>
    </message>
    <message>
        <source>bits moved to the right, filled with zeros</source>
        <translation>Bits nach rechts verschoben, mit Nullen gefüllt</translation>
    </message>
    <message>
        <source>bits set in one of both</source>
        <translation>in genau einem von beiden gesetzte Bits</translation>
    </message>
    <message>
        <source>bits set in either</source>
        <translation>in einem oder beiden gesetzte Bits</translation>
    </message>
    <message>
        <source>all bits turned round</source>
        <translation>alle Bits umgedreht</translation>
    </message>
</context>
<context>
    <name>AelWords</name>
    <message>
        <source>%1, and %2</source>
        <translation>%1, und %2</translation>
    </message>
    <message>
        <source>%1, or %2</source>
        <translation>%1, oder %2</translation>
    </message>
    <message>
        <source>it is not true that %1</source>
        <translation>es gilt nicht: %1</translation>
    </message>
    <message>
        <source>exactly one is true of: %1</source>
        <translation>genau eines gilt von: %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>minus %1</source>
        <translation>minus %1</translation>
    </message>
    <message>
        <source>the bits of %1 turned round</source>
        <translation>die umgedrehten Bits von %1</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 ist %2</translation>
    </message>
    <message>
        <source>%1 is not %2</source>
        <translation>%1 ist nicht %2</translation>
    </message>
    <message>
        <source>%1 is greater than %2</source>
        <translation>%1 ist größer als %2</translation>
    </message>
    <message>
        <source>%1 is at least %2</source>
        <translation>%1 ist mindestens %2</translation>
    </message>
    <message>
        <source>%1 is less than %2</source>
        <translation>%1 ist kleiner als %2</translation>
    </message>
    <message>
        <source>%1 is at most %2</source>
        <translation>%1 ist höchstens %2</translation>
    </message>
    <message>
        <source>%1 is one of %2</source>
        <translation>%1 ist eines von %2</translation>
    </message>
    <message>
        <source>%2 contains %1</source>
        <translation>%2 enthält %1</translation>
    </message>
    <message>
        <source>%1 plus %2</source>
        <translation>%1 plus %2</translation>
    </message>
    <message>
        <source>%1 minus %2</source>
        <translation>%1 minus %2</translation>
    </message>
    <message>
        <source>%1 times %2</source>
        <translation>%1 mal %2</translation>
    </message>
    <message>
        <source>%1 divided by %2</source>
        <translation>%1 geteilt durch %2</translation>
    </message>
    <message>
        <source>the remainder of %1 divided by %2</source>
        <translation>der Rest von %1 geteilt durch %2</translation>
    </message>
    <message>
        <source>%1 to the power of %2</source>
        <translation>%1 hoch %2</translation>
    </message>
    <message>
        <source>the bits set in both %1 and %2</source>
        <translation>die in %1 und %2 gesetzten Bits</translation>
    </message>
    <message>
        <source>the bits set in %1 or %2</source>
        <translation>die in %1 oder %2 gesetzten Bits</translation>
    </message>
    <message>
        <source>the bits set in one of %1 and %2</source>
        <translation>die in genau einem von %1 und %2 gesetzten Bits</translation>
    </message>
    <message>
        <source>%1 shifted left by %2 bits</source>
        <translation>%1, um %2 Bits nach links verschoben</translation>
    </message>
    <message>
        <source>%1 shifted right by %2 bits</source>
        <translation>%1, um %2 Bits nach rechts verschoben</translation>
    </message>
    <message>
        <source>%1 shifted right by %2 bits without its sign</source>
        <translation>%1, um %2 Bits ohne Vorzeichen nach rechts verschoben</translation>
    </message>
    <message>
        <source>the absolute value of %1</source>
        <translation>der Betrag von %1</translation>
    </message>
    <message>
        <source>%1 rounded up</source>
        <translation>%1 aufgerundet</translation>
    </message>
    <message>
        <source>%1 rounded down</source>
        <translation>%1 abgerundet</translation>
    </message>
    <message>
        <source>the logarithm of %1 to base %2</source>
        <translation>der Logarithmus von %1 zur Basis %2</translation>
    </message>
    <message>
        <source>the number of bits set in %1</source>
        <translation>die Anzahl der gesetzten Bits in %1</translation>
    </message>
    <message>
        <source>the position from the left of the first bit of %1 that is %2</source>
        <translation>die Position von links des ersten Bits von %1, das %2 ist</translation>
    </message>
    <message>
        <source>the position from the right of the first bit of %1 that is %2</source>
        <translation>die Position von rechts des ersten Bits von %1, das %2 ist</translation>
    </message>
    <message>
        <source>the place %1</source>
        <translation>der Ort %1</translation>
    </message>
    <message>
        <source>one of %1 and %2 lies in the other</source>
        <translation>von %1 und %2 liegt eines im anderen</translation>
    </message>
    <message>
        <source>the largest of %1</source>
        <translation>das Größte von %1</translation>
    </message>
    <message>
        <source>the smallest of %1</source>
        <translation>das Kleinste von %1</translation>
    </message>
    <message>
        <source>the size of the record in bytes</source>
        <translation>die Größe des Datensatzes in Bytes</translation>
    </message>
    <message>
        <source>the time of the last update (nanoseconds since 1970)</source>
        <translation>die Zeit der letzten Änderung (Nanosekunden seit 1970)</translation>
    </message>
    <message>
        <source>the milliseconds since the last update</source>
        <translation>die Millisekunden seit der letzten Änderung</translation>
    </message>
    <message>
        <source>the time of expiry (nanoseconds since 1970)</source>
        <translation>die Zeit des Ablaufs (Nanosekunden seit 1970)</translation>
    </message>
    <message>
        <source>the seconds left until the record expires</source>
        <translation>die Sekunden bis zum Ablauf des Datensatzes</translation>
    </message>
    <message>
        <source>the name of the set</source>
        <translation>der Name des Sets</translation>
    </message>
    <message>
        <source>the record stores its key</source>
        <translation>der Datensatz speichert seinen Schlüssel</translation>
    </message>
    <message>
        <source>the record is a tombstone</source>
        <translation>der Datensatz ist ein Tombstone</translation>
    </message>
    <message>
        <source>the digest modulo %1</source>
        <translation>der Digest modulo %1</translation>
    </message>
    <message>
        <source>%1 being %2</source>
        <translation>%1 gleich %2</translation>
    </message>
    <message>
        <source>with %1: %2</source>
        <translation>mit %1: %2</translation>
    </message>
    <message>
        <source>%2 if %1</source>
        <translation>%2, falls %1</translation>
    </message>
    <message>
        <source>%1, otherwise %2</source>
        <translation>%1, sonst %2</translation>
    </message>
    <message>
        <source>the first element of %1</source>
        <translation>das erste Element von %1</translation>
    </message>
    <message>
        <source>the last element of %1</source>
        <translation>das letzte Element von %1</translation>
    </message>
    <message>
        <source>element %2 from the end of %1</source>
        <translation>Element %2 vom Ende von %1</translation>
    </message>
    <message>
        <source>element %2 (counted from 0) of %1</source>
        <translation>Element %2 (ab 0 gezählt) von %1</translation>
    </message>
    <message>
        <source>the smallest value of %1</source>
        <translation>der kleinste Wert von %1</translation>
    </message>
    <message>
        <source>the largest value of %1</source>
        <translation>der größte Wert von %1</translation>
    </message>
    <message>
        <source>the value of rank %2 of %1</source>
        <translation>der Wert mit Rang %2 von %1</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>dem Ende</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>key %1 of %2</source>
        <translation>Schlüssel %1 von %2</translation>
    </message>
    <message>
        <source>the entries of %1 with the keys %2</source>
        <translation>die Einträge von %1 mit den Schlüsseln %2</translation>
    </message>
    <message>
        <source>the entries of %1 with keys from %2 to before %3</source>
        <translation>die Einträge von %1 mit Schlüsseln von %2 bis vor %3</translation>
    </message>
    <message>
        <source>%3 elements of %1 from position %2</source>
        <translation>%3 Elemente von %1 ab Position %2</translation>
    </message>
    <message>
        <source>the elements of %1 from position %2</source>
        <translation>die Elemente von %1 ab Position %2</translation>
    </message>
    <message>
        <source>%3 elements of %1 from rank %2</source>
        <translation>%3 Elemente von %1 ab Rang %2</translation>
    </message>
    <message>
        <source>the elements of %1 from rank %2</source>
        <translation>die Elemente von %1 ab Rang %2</translation>
    </message>
    <message>
        <source>the elements of %1 equal to %2</source>
        <translation>die Elemente von %1, die gleich %2 sind</translation>
    </message>
    <message>
        <source>the elements of %1 from %2 to before %3</source>
        <translation>die Elemente von %1 von %2 bis vor %3</translation>
    </message>
    <message>
        <source>%1, counted from %2</source>
        <translation>%1, gezählt ab %2</translation>
    </message>
    <message>
        <source>all but %1</source>
        <translation>alle außer %1</translation>
    </message>
    <message>
        <source>there is %1</source>
        <translation>es gibt %1</translation>
    </message>
    <message>
        <source>the number of elements of %1</source>
        <translation>die Anzahl der Elemente von %1</translation>
    </message>
    <message>
        <source>%1 as a whole number</source>
        <translation>%1 als ganze Zahl</translation>
    </message>
    <message>
        <source>%1 as a decimal number</source>
        <translation>%1 als Dezimalzahl</translation>
    </message>
    <message>
        <source>the estimated number of distinct elements of %1</source>
        <translation>die geschätzte Anzahl verschiedener Elemente von %1</translation>
    </message>
    <message>
        <source>the index and minhash bits of %1</source>
        <translation>die Index- und Minhash-Bits von %1</translation>
    </message>
    <message>
        <source>whether %1 may contain %2 (1 or 0)</source>
        <translation>ob %1 %2 enthalten kann (1 oder 0)</translation>
    </message>
    <message>
        <source>the union of %1 and %2</source>
        <translation>die Vereinigung von %1 und %2</translation>
    </message>
    <message>
        <source>the estimated size of the union of %1 and %2</source>
        <translation>die geschätzte Größe der Vereinigung von %1 und %2</translation>
    </message>
    <message>
        <source>the estimated number of elements common to %1 and %2</source>
        <translation>die geschätzte Anzahl gemeinsamer Elemente von %1 und %2</translation>
    </message>
    <message>
        <source>the estimated similarity of %1 and %2</source>
        <translation>die geschätzte Ähnlichkeit von %1 und %2</translation>
    </message>
    <message>
        <source>the number of %1</source>
        <translation>die Anzahl von %1</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::AelEditor</name>
    <message>
        <source>Filter expression</source>
        <translation>Filterausdruck</translation>
    </message>
    <message>
        <source>$.age &gt; 25 and $.country == &quot;US&quot;      (empty: every record)</source>
        <translation>$.age &gt; 25 and $.country == &quot;US&quot;      (leer: jeder Datensatz)</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::AelWords</name>
    <message>
        <source>bin</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Bin</translation>
    </message>
    <message>
        <source>key</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>value</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Wert</translation>
    </message>
    <message>
        <source>var</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Var</translation>
    </message>
    <message>
        <source>?x</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>?x</translation>
    </message>
    <message>
        <source>func</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Fkt</translation>
    </message>
    <message>
        <source>path</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>meta</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Meta</translation>
    </message>
    <message>
        <source>word</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Wort</translation>
    </message>
    <message>
        <source>op</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Op</translation>
    </message>
    <message>
        <source>type</source>
        <comment>kind of a suggestion, at most 5 letters</comment>
        <translation>Typ</translation>
    </message>
    <message>
        <source>In the records seen so far: %1</source>
        <translation>In den bisher gesehenen Datensätzen: %1</translation>
    </message>
    <message>
        <source>Needs server %1 or newer</source>
        <translation>Braucht Server %1 oder neuer</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::Banner</name>
    <message>
        <source>Dismiss message</source>
        <translation>Meldung ausblenden</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::BinDelegate</name>
    <message>
        <source>Type of %1</source>
        <translation>Typ von %1</translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation>Wert von %1</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::BinForm</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>bin</source>
        <translation>Bin</translation>
    </message>
    <message>
        <source>Name of the new bin</source>
        <translation>Name des neuen Bins</translation>
    </message>
    <message>
        <source>Type of the new bin</source>
        <translation>Typ des neuen Bins</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Value of the new bin</source>
        <translation>Wert des neuen Bins</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::BinModel</name>
    <message>
        <source>ordered</source>
        <translation>geordnet</translation>
    </message>
    <message>
        <source>unordered</source>
        <translation>ungeordnet</translation>
    </message>
    <message>
        <source>key-ordered</source>
        <translation>nach Schlüssel geordnet</translation>
    </message>
    <message>
        <source>key-value-ordered</source>
        <translation>nach Schlüssel und Wert geordnet</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>der Reihe nach</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>will be removed</source>
        <translation>wird entfernt</translation>
    </message>
    <message>
        <source>was %1 (%2)</source>
        <translation>war %1 (%2)</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>war %1</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesbar</translation>
    </message>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n Element</numerusform>
            <numerusform>%n Elemente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>bin</source>
        <translation>Bin</translation>
    </message>
    <message>
        <source>type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ColumnChooser</name>
    <message>
        <source>%1 (metadata)</source>
        <translation>%1 (Metadaten)</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Freeze up to here</source>
        <translation>Bis hier &amp;fixieren</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter columns</source>
        <translation>Spalten filtern</translation>
    </message>
    <message>
        <source>Remembered for this set. The server sends all bins; hidden ones stay loaded.</source>
        <translation>Wird für dieses Set gemerkt. Der Server sendet alle Bins; ausgeblendete bleiben geladen.</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>Show &amp;all bins</source>
        <translation>&amp;Alle Bins zeigen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::CommandBar</name>
    <message>
        <source>Tool bar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>rps</source>
        <translation>rps</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>ohne Grenze</translation>
    </message>
    <message>
        <source>Records per second and node</source>
        <translation>Datensätze je Sekunde und Knoten</translation>
    </message>
    <message>
        <source>Records per second that each node reads at most for this query</source>
        <translation>So viele Datensätze liest jeder Knoten für diese Abfrage höchstens je Sekunde</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Rows at most</source>
        <translation>Zeilen höchstens</translation>
    </message>
    <message>
        <source>The query ends after this many rows</source>
        <translation>Nach so vielen Zeilen endet die Abfrage</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>Kopieren als</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::CompletionPopup</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ConnectFlow</name>
    <message>
        <source>The demo cluster could not be started</source>
        <translation>Der Demo-Cluster konnte nicht gestartet werden</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>Demo</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ConnectHint</name>
    <message>
        <source>TLS settings</source>
        <translation>TLS-Einstellungen</translation>
    </message>
    <message>
        <source>The port answered, but not with TLS. Servers listen for TLS on a port of its own, often 4333; without TLS it is 3000.</source>
        <translation>Der Port hat geantwortet, aber nicht mit TLS. Server haben für TLS einen eigenen Port, oft 4333; ohne TLS ist es 3000.</translation>
    </message>
    <message>
        <source>Try without TLS</source>
        <translation>Ohne TLS versuchen</translation>
    </message>
    <message>
        <source>The certificate of %1 expired on %2. The server needs a new one.</source>
        <translation>Das Zertifikat von %1 ist am %2 abgelaufen. Der Server braucht ein neues.</translation>
    </message>
    <message>
        <source>The certificate of %1 is valid from %2 on: is the clock of this computer right?</source>
        <translation>Das Zertifikat von %1 gilt erst ab %2: Geht die Uhr dieses Rechners richtig?</translation>
    </message>
    <message>
        <source>The certificate is made out to %1, which is not the name that was dialled. If that is your cluster, use the name of the certificate.</source>
        <translation>Das Zertifikat lautet auf %1, angewählt wurde ein anderer Name. Wenn das Ihr Cluster ist, verwenden Sie den Namen aus dem Zertifikat.</translation>
    </message>
    <message>
        <source>Use the name %1</source>
        <translation>Den Namen %1 verwenden</translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked. Do not send a password to this server.</source>
        <translation>Das Zertifikat von %1 wurde widerrufen. Senden Sie diesem Server kein Passwort.</translation>
    </message>
    <message>
        <source>Nobody vouches for this certificate: its issuer %1 is not among the authorities that are trusted. Choose the file of that authority.</source>
        <translation>Niemand bürgt für dieses Zertifikat: Der Aussteller %1 gehört nicht zu den vertrauten Zertifizierungsstellen. Wählen Sie die Datei dieser Stelle.</translation>
    </message>
    <message>
        <source>The server broke off. It may ask for a client certificate, or want another TLS version or cipher.</source>
        <translation>Der Server hat abgebrochen. Vielleicht verlangt er ein Client-Zertifikat, eine andere TLS-Version oder ein anderes Verfahren.</translation>
    </message>
    <message>
        <source>Sign-in settings</source>
        <translation>Einstellungen der Anmeldung</translation>
    </message>
    <message>
        <source>This cluster knows no users: choose the sign-in None.</source>
        <translation>Dieser Cluster kennt keine Benutzer: Wählen Sie die Anmeldung „Keine“.</translation>
    </message>
    <message>
        <source>The password has expired. An administrator can set a new one.</source>
        <translation>Das Passwort ist abgelaufen. Ein Administrator kann ein neues setzen.</translation>
    </message>
    <message>
        <source>This user may not sign in from this computer&apos;s address.</source>
        <translation>Dieser Benutzer darf sich von der Adresse dieses Rechners aus nicht anmelden.</translation>
    </message>
    <message>
        <source>Check user name and password, and whether the user is an internal or an external (LDAP) one.</source>
        <translation>Prüfen Sie Benutzername und Passwort, und ob der Benutzer ein interner oder ein externer (LDAP) ist.</translation>
    </message>
    <message>
        <source>Nobody here knows this name. Check its spelling, and whether a VPN has to be up.</source>
        <translation>Hier kennt niemand diesen Namen. Ist er richtig geschrieben? Fehlt ein VPN?</translation>
    </message>
    <message>
        <source>Go through SSH…</source>
        <translation>Über SSH gehen …</translation>
    </message>
    <message>
        <source>Nothing answers there. A firewall may be in between, or the address is only valid inside another network.</source>
        <translation>Dort antwortet nichts. Vielleicht ist eine Firewall dazwischen, oder die Adresse gilt nur in einem anderen Netz.</translation>
    </message>
    <message>
        <source>The computer is there, but nothing listens on this port. Aerospike&apos;s port is 3000, with TLS often 4333.</source>
        <translation>Den Rechner gibt es, aber an diesem Port lauscht nichts. Aerospike verwendet Port 3000, mit TLS oft 4333.</translation>
    </message>
    <message>
        <source>The cluster wants a user and a password.</source>
        <translation>Der Cluster verlangt Benutzer und Passwort.</translation>
    </message>
    <message>
        <source>Something answered, but not as an Aerospike node. If it is the TLS port, switch TLS on.</source>
        <translation>Etwas hat geantwortet, aber nicht wie ein Aerospike-Knoten. Wenn es der TLS-Port ist, schalten Sie TLS ein.</translation>
    </message>
    <message>
        <source>Try with TLS</source>
        <translation>Mit TLS versuchen</translation>
    </message>
    <message>
        <source>Something answered, but not as an Aerospike node that is ready.</source>
        <translation>Etwas hat geantwortet, aber nicht wie ein bereiter Aerospike-Knoten.</translation>
    </message>
    <message>
        <source>Servers from version 6.0 on are supported.</source>
        <translation>Unterstützt werden Server ab Version 6.0.</translation>
    </message>
    <message>
        <source>This is another cluster than the profile expects. Correct the cluster&apos;s name, or the hosts.</source>
        <translation>Das ist ein anderer Cluster als der erwartete. Korrigieren Sie den Namen des Clusters oder die Hosts.</translation>
    </message>
    <message>
        <source>Cluster name</source>
        <translation>Name des Clusters</translation>
    </message>
    <message>
        <source>The node advertises an address that cannot be reached from here: containers and clouds do that.</source>
        <translation>Der Knoten nennt eine Adresse, die von hier nicht erreichbar ist: In Containern und Clouds kommt das vor.</translation>
    </message>
    <message>
        <source>Use alternate addresses</source>
        <translation>Alternative Adressen verwenden</translation>
    </message>
    <message>
        <source>Address map…</source>
        <translation>Adresstabelle …</translation>
    </message>
    <message>
        <source>Some partitions have no master that can be reached, so records are missing until all nodes are there.</source>
        <translation>Manche Partitionen haben keinen erreichbaren Master, deshalb fehlen Datensätze, bis alle Knoten da sind.</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>für %1</translation>
    </message>
    <message>
        <source>signed by itself</source>
        <translation>selbst signiert</translation>
    </message>
    <message>
        <source>issued by %1</source>
        <translation>ausgestellt von %1</translation>
    </message>
    <message>
        <source>expired on %1</source>
        <translation>abgelaufen am %1</translation>
    </message>
    <message numerus="yes">
        <source>valid until %1 (%n day(s))</source>
        <translation>
            <numerusform>gültig bis %1 (%n Tag)</numerusform>
            <numerusform>gültig bis %1 (%n Tage)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ConnectSteps</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Cluster name</source>
        <translation>Name des Clusters</translation>
    </message>
    <message>
        <source>Other nodes</source>
        <translation>Weitere Knoten</translation>
    </message>
    <message>
        <source>Other node</source>
        <translation>Weiterer Knoten</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>Partitionen</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message numerus="yes">
        <source>%n more step(s)</source>
        <translation>
            <numerusform>%n weiterer Schritt</numerusform>
            <numerusform>%n weitere Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>This works</source>
        <translation>Das klappt</translation>
    </message>
    <message>
        <source>the cluster can be connected to</source>
        <translation>der Cluster ist erreichbar</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ConnectionDialog</name>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Connect to a cluster</source>
        <translation>Mit einem Cluster verbinden</translation>
    </message>
    <message>
        <source>Saved clusters</source>
        <translation>Gespeicherte Cluster</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Saved passwords are kept in the keychain of this computer.</source>
        <translation>Gespeicherte Passwörter liegen im Schlüsselbund dieses Rechners.</translation>
    </message>
    <message>
        <source>There is no keychain on this computer: saved passwords go into a file that is encrypted with a passphrase of yours.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund: Gespeicherte Passwörter kommen in eine Datei, die mit Ihrer Passphrase verschlüsselt ist.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the saved clusters</source>
        <translation>Gespeicherte Cluster durchsuchen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Export this one…</source>
        <translation>Diesen exportieren …</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>Alle exportieren …</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>Ergebnis des Tests</translation>
    </message>
    <message>
        <source>Import clusters</source>
        <translation>Cluster importieren</translation>
    </message>
    <message>
        <source>Connections (*.json)</source>
        <translation>Verbindungen (*.json)</translation>
    </message>
    <message>
        <source>Export clusters, without passwords</source>
        <translation>Cluster exportieren, ohne Passwörter</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ConnectionForm</name>
    <message>
        <source>Give the cluster a name.</source>
        <translation>Geben Sie dem Cluster einen Namen.</translation>
    </message>
    <message>
        <source>Name at least one host.</source>
        <translation>Nennen Sie mindestens einen Host.</translation>
    </message>
    <message>
        <source>Name the user to sign in with.</source>
        <translation>Nennen Sie den Benutzer für die Anmeldung.</translation>
    </message>
    <message>
        <source>External sign-in sends the password as it is: switch TLS on.</source>
        <translation>Die externe Anmeldung sendet das Passwort im Klartext: Schalten Sie TLS ein.</translation>
    </message>
    <message>
        <source>Sign-in by certificate needs TLS with certificate and key.</source>
        <translation>Die Anmeldung mit Zertifikat braucht TLS mit Zertifikat und Schlüssel.</translation>
    </message>
    <message>
        <source>TLS for sign-in only needs a sign-in.</source>
        <translation>TLS nur für die Anmeldung braucht eine Anmeldung.</translation>
    </message>
    <message>
        <source>The address map needs lines such as 172.17.0.2 = 10.1.0.11, not: %1</source>
        <translation>Die Adresstabelle braucht Zeilen wie 172.17.0.2 = 10.1.0.11, nicht: %1</translation>
    </message>
    <message>
        <source>Name the SSH host.</source>
        <translation>Nennen Sie den SSH-Host.</translation>
    </message>
    <message>
        <source>The SSH port is a number from 1 to 65535.</source>
        <translation>Der SSH-Port ist eine Zahl von 1 bis 65535.</translation>
    </message>
    <message>
        <source>Name of the cluster</source>
        <translation>Name des Clusters</translation>
    </message>
    <message>
        <source>prod-eu</source>
        <translation>prod-eu</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>No colour</source>
        <translation>Keine Farbe</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>One or several, with commas: host:port, host:tls-name:port, [::1]:3000</source>
        <translation>Einer oder mehrere, mit Kommas: host:port, host:tls-name:port, [::1]:3000</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Pages of the connection</source>
        <translation>Seiten der Verbindung</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>SSH</source>
        <translation>SSH</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose the file: %1</source>
        <translation>Datei wählen: %1</translation>
    </message>
    <message>
        <source>Certificates and keys (*.pem *.crt *.cer *.key)</source>
        <translation>Zertifikate und Schlüssel (*.pem *.crt *.cer *.key)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Internal</source>
        <translation>Intern</translation>
    </message>
    <message>
        <source>External (LDAP)</source>
        <translation>Extern (LDAP)</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>External without TLS</source>
        <translation>Extern ohne TLS</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>asked for when connecting</source>
        <translation>wird beim Verbinden erfragt</translation>
    </message>
    <message>
        <source>Save the password</source>
        <translation>Passwort speichern</translation>
    </message>
    <message>
        <source>Encrypt with TLS</source>
        <translation>Mit TLS verschlüsseln</translation>
    </message>
    <message>
        <source>Authorities</source>
        <translation>Zertifizierungsstellen</translation>
    </message>
    <message>
        <source>Certificate authorities to trust (PEM)</source>
        <translation>Zertifizierungsstellen, denen vertraut wird (PEM)</translation>
    </message>
    <message>
        <source>those of the system</source>
        <translation>die des Systems</translation>
    </message>
    <message>
        <source>Name in the certificate of the nodes</source>
        <translation>Name im Zertifikat der Knoten</translation>
    </message>
    <message>
        <source>the host&apos;s name</source>
        <translation>der Name des Hosts</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Certificate of the client (PEM)</source>
        <translation>Zertifikat des Clients (PEM)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Private key of the client (PEM)</source>
        <translation>Privater Schlüssel des Clients (PEM)</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Passphrase of the private key</source>
        <translation>Passphrase des privaten Schlüssels</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Revocation lists (PEM)</source>
        <translation>Sperrlisten (PEM)</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>Lowest TLS version</source>
        <translation>Niedrigste TLS-Version</translation>
    </message>
    <message>
        <source>TLS 1.2 or newer</source>
        <translation>TLS 1.2 oder neuer</translation>
    </message>
    <message>
        <source>TLS 1.3 or newer</source>
        <translation>TLS 1.3 oder neuer</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Ciphers of TLS 1.2</source>
        <translation>Verfahren von TLS 1.2</translation>
    </message>
    <message>
        <source>TLS 1.2: OpenSSL&apos;s choice</source>
        <translation>TLS 1.2: wie OpenSSL</translation>
    </message>
    <message>
        <source>Cipher suites of TLS 1.3</source>
        <translation>Verfahren von TLS 1.3</translation>
    </message>
    <message>
        <source>TLS 1.3: OpenSSL&apos;s choice</source>
        <translation>TLS 1.3: wie OpenSSL</translation>
    </message>
    <message>
        <source>Ciphers</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>For signing in only; data travels in clear</source>
        <translation>Nur für die Anmeldung; Daten gehen im Klartext</translation>
    </message>
    <message>
        <source>Check the certificates of the nodes</source>
        <translation>Zertifikate der Knoten prüfen</translation>
    </message>
    <message>
        <source>Anybody on the way can pretend to be this cluster and read what you send.</source>
        <translation>Jeder auf dem Weg kann sich als dieser Cluster ausgeben und mitlesen, was Sie senden.</translation>
    </message>
    <message>
        <source>Use the alternate addresses of the nodes</source>
        <translation>Alternative Adressen der Knoten verwenden</translation>
    </message>
    <message>
        <source>Address map</source>
        <translation>Adresstabelle</translation>
    </message>
    <message>
        <source>A line for each address that a node advertises and that is another one from here.</source>
        <translation>Je eine Zeile für jede Adresse, die ein Knoten nennt und die von hier aus eine andere ist.</translation>
    </message>
    <message>
        <source>Cluster name</source>
        <translation>Name des Clusters</translation>
    </message>
    <message>
        <source>Name that the cluster must report</source>
        <translation>Name, den der Cluster melden muss</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>Reach the nodes through an SSH host</source>
        <translation>Die Knoten über einen SSH-Host erreichen</translation>
    </message>
    <message>
        <source>SSH host</source>
        <translation>SSH-Host</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>SSH port</source>
        <translation>SSH-Port</translation>
    </message>
    <message>
        <source>SSH user</source>
        <translation>SSH-Benutzer</translation>
    </message>
    <message>
        <source>as ssh decides</source>
        <translation>wie ssh entscheidet</translation>
    </message>
    <message>
        <source>SSH identity file</source>
        <translation>SSH-Schlüsseldatei</translation>
    </message>
    <message>
        <source>The ssh program of this computer makes one tunnel for each node. Your SSH configuration, known hosts and agent apply; it cannot ask for a password.</source>
        <translation>Das Programm ssh dieses Rechners baut für jeden Knoten einen Tunnel. Es gelten Ihre SSH-Konfiguration, bekannten Hosts und der Agent; nach einem Passwort kann es nicht fragen.</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::DetailPane</name>
    <message>
        <source>Save to file…</source>
        <translation>In Datei speichern …</translation>
    </message>
    <message>
        <source>Bytes at the cursor</source>
        <translation>Bytes am Cursor</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hex</translation>
    </message>
    <message>
        <source>View of the value</source>
        <translation>Ansicht des Werts</translation>
    </message>
    <message>
        <source>Value as text</source>
        <translation>Wert als Text</translation>
    </message>
    <message>
        <source>Value as a tree</source>
        <translation>Wert als Baum</translation>
    </message>
    <message>
        <source>Find text or hex digits</source>
        <translation>Text oder Hex-Ziffern suchen</translation>
    </message>
    <message>
        <source>Find in the bytes</source>
        <translation>In den Bytes suchen</translation>
    </message>
    <message>
        <source>Go to (1024, 0x400)</source>
        <translation>Gehe zu (1024, 0x400)</translation>
    </message>
    <message>
        <source>Go to a byte</source>
        <translation>Zu einem Byte gehen</translation>
    </message>
    <message>
        <source>No cell is selected</source>
        <translation>Keine Zelle gewählt</translation>
    </message>
    <message>
        <source>The value of the current cell stands here, whole.</source>
        <translation>Hier steht der ganze Wert der aktuellen Zelle.</translation>
    </message>
    <message>
        <source>There is no byte %1</source>
        <translation>Ein Byte %1 gibt es nicht</translation>
    </message>
    <message>
        <source>Save the value</source>
        <translation>Wert speichern</translation>
    </message>
    <message>
        <source>%1 elements</source>
        <translation>%1 Elemente</translation>
    </message>
    <message>
        <source>%1 pairs</source>
        <translation>%1 Paare</translation>
    </message>
    <message>
        <source>%1 of %2 shown · show more</source>
        <translation>%1 von %2 angezeigt · mehr zeigen</translation>
    </message>
    <message>
        <source>Not found in the bytes</source>
        <translation>In den Bytes nicht gefunden</translation>
    </message>
    <message>
        <source>Saved to %1</source>
        <translation>Gespeichert in %1</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>Nicht gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::DiagnosticMessage</name>
    <message>
        <source>&quot;%1&quot; has no meaning here</source>
        <translation>„%1“ hat hier keine Bedeutung</translation>
    </message>
    <message>
        <source>The text that starts with %1 is not closed</source>
        <translation>Der Text, der mit %1 beginnt, ist nicht geschlossen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a variable: write ${name}</source>
        <translation>„%1“ ist keine Variable: schreiben Sie ${name}</translation>
    </message>
    <message>
        <source>Half of a character: the other half is missing</source>
        <translation>Ein halbes Zeichen: die andere Hälfte fehlt</translation>
    </message>
    <message>
        <source>The text is longer than %1 characters</source>
        <translation>Der Text ist länger als %1 Zeichen</translation>
    </message>
    <message>
        <source>Unexpected %1; expected %2</source>
        <translation>%1 war nicht erwartet; erwartet: %2</translation>
    </message>
    <message>
        <source>The text ends too early; expected %1</source>
        <translation>Der Text endet zu früh; erwartet: %1</translation>
    </message>
    <message>
        <source>There is no expression</source>
        <translation>Hier ist kein Ausdruck</translation>
    </message>
    <message>
        <source>A comparison cannot be compared again with &quot;%1&quot;: put one in parentheses or join them with &quot;and&quot;</source>
        <translation>Ein Vergleich lässt sich nicht noch einmal mit „%1“ vergleichen: Setzen Sie Klammern oder verbinden Sie beide mit „and“</translation>
    </message>
    <message>
        <source>More than %1 levels of brackets</source>
        <translation>Mehr als %1 Klammerebenen</translation>
    </message>
    <message>
        <source>Write not (…) with parentheses</source>
        <translation>Schreiben Sie not (…) mit Klammern</translation>
    </message>
    <message>
        <source>&quot;%1&quot; means nothing by itself: a bin is written $.%1, a text in quotes</source>
        <translation>„%1“ allein bedeutet nichts: Ein Bin wird $.%1 geschrieben, ein Text in Anführungszeichen</translation>
    </message>
    <message>
        <source>Instead of &quot;%1&quot; write &quot;%2&quot;</source>
        <translation>Schreiben Sie statt „%1“ „%2“</translation>
    </message>
    <message>
        <source>%1() can only stand at the end of a path</source>
        <translation>%1() kann nur am Ende eines Pfads stehen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a word of the language: as a name, put it in quotes</source>
        <translation>„%1“ ist ein Wort der Sprache: Setzen Sie es als Namen in Anführungszeichen</translation>
    </message>
    <message>
        <source>%1 does not fit into 64 bits</source>
        <translation>%1 passt nicht in 64 Bit</translation>
    </message>
    <message>
        <source>%1: a number must not start with a zero</source>
        <translation>%1: Eine Zahl darf nicht mit Null beginnen</translation>
    </message>
    <message>
        <source>%1 is too large or too small for a double</source>
        <translation>%1 ist zu groß oder zu klein für eine Gleitkommazahl</translation>
    </message>
    <message>
        <source>%1: a blob is written X&apos;…&apos; with pairs of hex digits</source>
        <translation>%1: Ein Blob wird X&apos;…&apos; mit Paaren von Hexziffern geschrieben</translation>
    </message>
    <message>
        <source>%1 is not base64</source>
        <translation>%1 ist kein Base64</translation>
    </message>
    <message>
        <source>The name of the bin is empty</source>
        <translation>Der Name des Bins ist leer</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too long: a bin&apos;s name has at most %2 bytes</source>
        <translation>„%1“ ist zu lang: Der Name eines Bins hat höchstens %2 Bytes</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is reserved and cannot be a bin&apos;s name</source>
        <translation>„%1“ ist reserviert und kann kein Bin-Name sein</translation>
    </message>
    <message>
        <source>A name cannot contain the character NUL</source>
        <translation>Ein Name kann das Zeichen NUL nicht enthalten</translation>
    </message>
    <message>
        <source>Elements of a list or map must be constants</source>
        <translation>Elemente einer Liste oder Map müssen Konstanten sein</translation>
    </message>
    <message>
        <source>Lists and maps are nested more than %1 levels deep</source>
        <translation>Listen und Maps sind mehr als %1 Ebenen tief verschachtelt</translation>
    </message>
    <message>
        <source>There is no value for %1</source>
        <translation>Für %1 gibt es keinen Wert</translation>
    </message>
    <message>
        <source>A value of type %2 cannot stand for %1</source>
        <translation>Ein Wert vom Typ %2 kann nicht für %1 stehen</translation>
    </message>
    <message>
        <source>%1: a placeholder is not possible here</source>
        <translation>%1: Ein Platzhalter ist hier nicht möglich</translation>
    </message>
    <message>
        <source>There is no function %1(). Did you mean %2()?</source>
        <translation>Es gibt keine Funktion %1(). Meinten Sie %2()?</translation>
    </message>
    <message>
        <source>There is no function %1()</source>
        <translation>Es gibt keine Funktion %1()</translation>
    </message>
    <message>
        <source>%1() takes %2 arguments, %3 were given</source>
        <translation>%1() erwartet %2 Argumente, angegeben sind %3</translation>
    </message>
    <message>
        <source>geoJson() needs a text in quotes</source>
        <translation>geoJson() braucht einen Text in Anführungszeichen</translation>
    </message>
    <message>
        <source>This is no GeoJSON: %1</source>
        <translation>Das ist kein GeoJSON: %1</translation>
    </message>
    <message>
        <source>The step %1 must be the last of the path</source>
        <translation>Der Schritt %1 muss der letzte des Pfads sein</translation>
    </message>
    <message>
        <source>%1() would change data: an expression can only read</source>
        <translation>%1() würde Daten ändern: Ein Ausdruck kann nur lesen</translation>
    </message>
    <message>
        <source>%1 cannot be returned here: %2</source>
        <translation>%1 kann hier nicht geliefert werden: %2</translation>
    </message>
    <message>
        <source>The type %1 is not possible here: %2</source>
        <translation>Der Typ %1 ist hier nicht möglich: %2</translation>
    </message>
    <message>
        <source>The variable %1 is not defined</source>
        <translation>Die Variable %1 ist nicht definiert</translation>
    </message>
    <message>
        <source>The variable %1 is defined twice</source>
        <translation>Die Variable %1 ist zweimal definiert</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be the name of a variable</source>
        <translation>„%1“ kann kein Variablenname sein</translation>
    </message>
    <message>
        <source>digestModulo() needs a number other than 0</source>
        <translation>digestModulo() braucht eine andere Zahl als 0</translation>
    </message>
    <message>
        <source>The list of keys is empty</source>
        <translation>Die Liste der Schlüssel ist leer</translation>
    </message>
    <message>
        <source>The path needs at least one step after the bin</source>
        <translation>Der Pfad braucht nach dem Bin mindestens einen Schritt</translation>
    </message>
    <message>
        <source>Only a path is possible here</source>
        <translation>Hier ist nur ein Pfad möglich</translation>
    </message>
    <message>
        <source>%1() is not possible in this path</source>
        <translation>%1() ist in diesem Pfad nicht möglich</translation>
    </message>
    <message>
        <source>%1 cannot be compared with %2</source>
        <translation>%1 lässt sich nicht mit %2 vergleichen</translation>
    </message>
    <message>
        <source>%1 cannot be compared with &quot;%2&quot;</source>
        <translation>%1 lässt sich nicht mit „%2“ vergleichen</translation>
    </message>
    <message>
        <source>%1 needs a FLOAT, not %2: write %3</source>
        <translation>%1 braucht FLOAT, nicht %2: schreiben Sie %3</translation>
    </message>
    <message>
        <source>%1 needs a FLOAT, not %2</source>
        <translation>%1 braucht FLOAT, nicht %2</translation>
    </message>
    <message>
        <source>%1 needs an INT, not %2</source>
        <translation>%1 braucht INT, nicht %2</translation>
    </message>
    <message>
        <source>%1 needs a number, not %2</source>
        <translation>%1 braucht eine Zahl, nicht %2</translation>
    </message>
    <message>
        <source>%1 needs true or false, not %2</source>
        <translation>%1 braucht true oder false, nicht %2</translation>
    </message>
    <message>
        <source>%1 needs a GEO value, not %2</source>
        <translation>%1 braucht einen GEO-Wert, nicht %2</translation>
    </message>
    <message>
        <source>%1 needs an HLL value, not %2</source>
        <translation>%1 braucht einen HLL-Wert, nicht %2</translation>
    </message>
    <message>
        <source>%1 mixes %2 and %3: make both the same with asInt() or asFloat()</source>
        <translation>%1 mischt %2 und %3: Machen Sie beide mit asInt() oder asFloat() gleich</translation>
    </message>
    <message>
        <source>One branch gives %1, another %2: all must give the same type</source>
        <translation>Ein Zweig liefert %1, ein anderer %2: Alle müssen denselben Typ liefern</translation>
    </message>
    <message>
        <source>&quot;in&quot; needs a list on its right, not %1</source>
        <translation>„in“ braucht rechts eine Liste, nicht %1</translation>
    </message>
    <message>
        <source>The list mixes %1 and %2</source>
        <translation>Die Liste mischt %1 und %2</translation>
    </message>
    <message>
        <source>%1 can never be in a list of %2</source>
        <translation>%1 kann nie in einer Liste von %2 sein</translation>
    </message>
    <message>
        <source>The type on the left of &quot;in&quot; is not known: add one, such as .asString()</source>
        <translation>Der Typ links von „in“ ist nicht bekannt: Fügen Sie einen an, etwa .asString()</translation>
    </message>
    <message>
        <source>A filter must be true or false; this gives %1</source>
        <translation>Ein Filter muss wahr oder falsch sein; dies liefert %1</translation>
    </message>
    <message>
        <source>&quot;unknown&quot; cannot be used with %1</source>
        <translation>„unknown“ lässt sich nicht mit %1 verwenden</translation>
    </message>
    <message>
        <source>%1 gives a LIST, not %2</source>
        <translation>%1 liefert LIST, nicht %2</translation>
    </message>
    <message>
        <source>%1 by zero</source>
        <translation>%1 durch null</translation>
    </message>
    <message>
        <source>%1 needs server %2 or newer; this cluster runs %3</source>
        <translation>%1 braucht Server %2 oder neuer; auf diesem Cluster läuft %3</translation>
    </message>
    <message>
        <source>The compiled expression is larger than %1 bytes</source>
        <translation>Der übersetzte Ausdruck ist größer als %1 Bytes</translation>
    </message>
    <message>
        <source>The compiled expression is nested deeper than %1 levels</source>
        <translation>Der übersetzte Ausdruck ist tiefer als %1 Ebenen verschachtelt</translation>
    </message>
    <message>
        <source>The index %1 cannot be used: %2</source>
        <translation>Der Index %1 lässt sich nicht verwenden: %2</translation>
    </message>
    <message>
        <source>There is no index %1</source>
        <translation>Es gibt keinen Index %1</translation>
    </message>
    <message>
        <source>Two hints contradict each other</source>
        <translation>Zwei Hinweise widersprechen sich</translation>
    </message>
    <message>
        <source>%1 is read as %2, but the records hold %3</source>
        <translation>%1 wird als %2 gelesen, aber die Datensätze enthalten %3</translation>
    </message>
    <message>
        <source>No record seen so far has a bin %1. Did you mean %2?</source>
        <translation>Kein bisher gesehener Datensatz hat ein Bin %1. Meinten Sie %2?</translation>
    </message>
    <message>
        <source>No record seen so far has a bin %1</source>
        <translation>Kein bisher gesehener Datensatz hat ein Bin %1</translation>
    </message>
    <message>
        <source>This can never be true or false, so it matches no record</source>
        <translation>Das kann nie wahr oder falsch sein und trifft daher auf keinen Datensatz zu</translation>
    </message>
    <message>
        <source>This cannot be sent: %1</source>
        <translation>Das lässt sich nicht senden: %1</translation>
    </message>
    <message>
        <source>%1 by -1 can stop a server when the other side is the smallest integer: multiply by -1 instead</source>
        <translation>%1 durch -1 kann einen Server anhalten, wenn die andere Seite die kleinste Ganzzahl ist: stattdessen mit -1 malnehmen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::DiagnosticsDialog</name>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>This is all that is saved. It names no cluster, host, user, set or file, and holds no records, queries or passwords.</source>
        <translation>Das ist alles, was gespeichert wird. Es nennt keinen Cluster, Host, Benutzer, kein Set und keine Datei und enthält keine Datensätze, Abfragen oder Passwörter.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>Diagnose speichern</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::DocumentTabs</name>
    <message>
        <source>Open tabs</source>
        <translation>Offene Tabs</translation>
    </message>
    <message>
        <source>New query</source>
        <translation>Neue Abfrage</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::DropIndexDialog</name>
    <message>
        <source>Drop an index</source>
        <translation>Index löschen</translation>
    </message>
    <message>
        <source>Drop index %1 of %2?</source>
        <translation>Index %1 von %2 löschen?</translation>
    </message>
    <message>
        <source>Queries that need it go over all records from then on. No record is changed; making it again takes as long as it took the first time.</source>
        <translation>Abfragen, die ihn brauchen, gehen von da an über alle Datensätze. Kein Datensatz wird verändert; ihn neu anzulegen dauert so lange wie beim ersten Mal.</translation>
    </message>
    <message>
        <source>Name of the index</source>
        <translation>Name des Index</translation>
    </message>
    <message>
        <source>Type %1 to drop it</source>
        <translation>Zum Löschen %1 eintippen</translation>
    </message>
    <message>
        <source>Drop index</source>
        <translation>Index löschen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::Environment</name>
    <message>
        <source>PRODUCTION</source>
        <translation>PRODUKTION</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>TEST</source>
        <translation>TEST</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>Entwicklung</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>Petrol</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ErrorText</name>
    <message>
        <source>There is no such record</source>
        <translation>Diesen Datensatz gibt es nicht</translation>
    </message>
    <message>
        <source>The record has been changed since it was read</source>
        <translation>Der Datensatz wurde seit dem Lesen geändert</translation>
    </message>
    <message>
        <source>The server refused the request as malformed</source>
        <translation>Der Server hat die Anfrage als fehlerhaft abgelehnt</translation>
    </message>
    <message>
        <source>A record with this key exists already</source>
        <translation>Ein Datensatz mit diesem Schlüssel existiert bereits</translation>
    </message>
    <message>
        <source>The bin exists already</source>
        <translation>Das Bin existiert bereits</translation>
    </message>
    <message>
        <source>The server is out of space</source>
        <translation>Dem Server fehlt Speicherplatz</translation>
    </message>
    <message>
        <source>The server did not finish in time</source>
        <translation>Der Server wurde nicht rechtzeitig fertig</translation>
    </message>
    <message>
        <source>The configuration of this cluster does not allow it</source>
        <translation>Die Konfiguration dieses Clusters lässt es nicht zu</translation>
    </message>
    <message>
        <source>The partition is not available at the moment</source>
        <translation>Die Partition ist gerade nicht verfügbar</translation>
    </message>
    <message>
        <source>The bin has a type for which this operation is not possible</source>
        <translation>Für den Typ des Bins ist diese Operation nicht möglich</translation>
    </message>
    <message>
        <source>The record is too large for this cluster</source>
        <translation>Der Datensatz ist zu groß für diesen Cluster</translation>
    </message>
    <message>
        <source>Too many operations on this record at once</source>
        <translation>Zu viele gleichzeitige Operationen auf diesem Datensatz</translation>
    </message>
    <message>
        <source>The query was stopped on the server</source>
        <translation>Die Abfrage wurde auf dem Server beendet</translation>
    </message>
    <message>
        <source>The server does not support this</source>
        <translation>Der Server unterstützt das nicht</translation>
    </message>
    <message>
        <source>The server&apos;s storage cannot keep up</source>
        <translation>Der Speicher des Servers kommt nicht nach</translation>
    </message>
    <message>
        <source>There is no such namespace</source>
        <translation>Diesen Namespace gibt es nicht</translation>
    </message>
    <message>
        <source>The bin&apos;s name is not allowed</source>
        <translation>Der Name des Bins ist nicht erlaubt</translation>
    </message>
    <message>
        <source>The server does not allow this at the moment</source>
        <translation>Der Server lässt das gerade nicht zu</translation>
    </message>
    <message>
        <source>This needs the Enterprise Edition of the server</source>
        <translation>Das braucht die Enterprise Edition des Servers</translation>
    </message>
    <message>
        <source>The record does not satisfy the filter</source>
        <translation>Der Datensatz erfüllt den Filter nicht</translation>
    </message>
    <message>
        <source>The server wants you to sign in</source>
        <translation>Der Server verlangt eine Anmeldung</translation>
    </message>
    <message>
        <source>User name or password is wrong</source>
        <translation>Benutzername oder Passwort ist falsch</translation>
    </message>
    <message>
        <source>The password has expired</source>
        <translation>Das Passwort ist abgelaufen</translation>
    </message>
    <message>
        <source>The session has expired</source>
        <translation>Die Sitzung ist abgelaufen</translation>
    </message>
    <message>
        <source>The server has sign-in switched off</source>
        <translation>Auf dem Server ist die Anmeldung abgeschaltet</translation>
    </message>
    <message>
        <source>The server does not know sign-in</source>
        <translation>Der Server kennt keine Anmeldung</translation>
    </message>
    <message>
        <source>Your roles do not allow this</source>
        <translation>Ihre Rollen erlauben das nicht</translation>
    </message>
    <message>
        <source>Your address is not on the list of this user</source>
        <translation>Ihre Adresse steht nicht auf der Liste dieses Benutzers</translation>
    </message>
    <message>
        <source>Your quota is used up</source>
        <translation>Ihr Kontingent ist aufgebraucht</translation>
    </message>
    <message>
        <source>The index does not exist</source>
        <translation>Den Index gibt es nicht</translation>
    </message>
    <message>
        <source>The index is still being built</source>
        <translation>Der Index wird noch aufgebaut</translation>
    </message>
    <message>
        <source>The filter is not valid</source>
        <translation>Der Filter ist ungültig</translation>
    </message>
    <message>
        <source>All connections to the node are in use</source>
        <translation>Alle Verbindungen zum Knoten sind belegt</translation>
    </message>
    <message>
        <source>The node had too many errors just now and is left alone for a moment</source>
        <translation>Der Knoten hatte eben zu viele Fehler und wird kurz in Ruhe gelassen</translation>
    </message>
    <message>
        <source>No node owns this partition at the moment</source>
        <translation>Diese Partition gehört gerade keinem Knoten</translation>
    </message>
    <message>
        <source>The connection failed</source>
        <translation>Die Verbindung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>The secure connection could not be made</source>
        <translation>Die sichere Verbindung kam nicht zustande</translation>
    </message>
    <message>
        <source>It took too long</source>
        <translation>Es hat zu lange gedauert</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Signing in failed</source>
        <translation>Die Anmeldung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>The server refused it</source>
        <translation>Der Server hat es abgelehnt</translation>
    </message>
    <message>
        <source>The server sent something that is not understood</source>
        <translation>Der Server hat etwas Unverständliches gesendet</translation>
    </message>
    <message>
        <source>This is not possible</source>
        <translation>Das ist nicht möglich</translation>
    </message>
    <message>
        <source>The cluster is not reachable</source>
        <translation>Der Cluster ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Something went wrong inside this program</source>
        <translation>In diesem Programm ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>server said: %1</source>
        <translation>der Server meldet: %1</translation>
    </message>
    <message>
        <source>It is not known whether the change was made</source>
        <translation>Es ist nicht bekannt, ob die Änderung vorgenommen wurde</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ExplainPanel</name>
    <message>
        <source>The filter in words</source>
        <translation>Der Filter in Worten</translation>
    </message>
    <message>
        <source>Close the explanation</source>
        <translation>Erklärung schließen</translation>
    </message>
    <message>
        <source>Indexes that were considered</source>
        <translation>Betrachtete Indizes</translation>
    </message>
    <message>
        <source>index</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>bin</source>
        <translation>Bin</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>gefragt nach</translation>
    </message>
    <message>
        <source>est. records</source>
        <translation>gesch. Datensätze</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>Urteil</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ExportDialog</name>
    <message>
        <source>Export rows</source>
        <translation>Zeilen exportieren</translation>
    </message>
    <message>
        <source>Lines of JSON: whole records, exact</source>
        <translation>JSON-Zeilen: ganze Datensätze, exakt</translation>
    </message>
    <message>
        <source>JSON array: whole records, exact</source>
        <translation>JSON-Array: ganze Datensätze, exakt</translation>
    </message>
    <message>
        <source>CSV: the columns that are shown</source>
        <translation>CSV: die angezeigten Spalten</translation>
    </message>
    <message>
        <source>Tab-separated: the columns that are shown</source>
        <translation>Tabulatorgetrennt: die angezeigten Spalten</translation>
    </message>
    <message>
        <source>Markdown table: the columns that are shown</source>
        <translation>Markdown-Tabelle: die angezeigten Spalten</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>All %1 rows that pass the filter row</source>
        <translation>Alle %1 Zeilen, die die Filterzeile durchlässt</translation>
    </message>
    <message>
        <source>All %1 loaded rows</source>
        <translation>Alle %1 geladenen Zeilen</translation>
    </message>
    <message>
        <source>The %1 selected rows</source>
        <translation>Die %1 gewählten Zeilen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen …</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>The folder does not exist.</source>
        <translation>Den Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>A file of this name exists; it will be replaced.</source>
        <translation>Eine Datei dieses Namens gibt es; sie wird ersetzt.</translation>
    </message>
    <message>
        <source>Text that a spreadsheet would run as a formula gets an apostrophe in front.</source>
        <translation>Text, den eine Tabellenkalkulation als Formel ausführen würde, bekommt einen Apostroph vorangestellt.</translation>
    </message>
    <message>
        <source>Export of %1</source>
        <translation>Export von %1</translation>
    </message>
    <message>
        <source>Selected rows only</source>
        <translation>Nur ausgewählte Zeilen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ExportJob</name>
    <message>
        <source>%1 of %2 rows · %3 rows/s</source>
        <translation>%1 von %2 Zeilen · %3 Zeilen/s</translation>
    </message>
    <message>
        <source>0 of %1 rows</source>
        <translation>0 von %1 Zeilen</translation>
    </message>
    <message>
        <source>Stopped. No file was written</source>
        <translation>Angehalten. Es wurde keine Datei geschrieben</translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation>Nicht geschrieben: %1</translation>
    </message>
    <message>
        <source>%1 rows, %2 in %3</source>
        <translation>%1 Zeilen, %2 in %3</translation>
    </message>
    <message>
        <source>%1 rows could not be read</source>
        <translation>%1 Zeilen ließen sich nicht lesen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::FilterRow</name>
    <message>
        <source>Filter row</source>
        <translation>Filterzeile</translation>
    </message>
    <message>
        <source>Filter %1</source>
        <translation>%1 filtern</translation>
    </message>
    <message>
        <source>Shows rows that go within three days with &lt;3d, never with !</source>
        <translation>&lt;3d zeigt Zeilen, die binnen drei Tagen ablaufen, ! solche, die nie ablaufen</translation>
    </message>
    <message>
        <source>Contains a text; or = != &gt; &gt;= &lt; &lt;= and a value, 5..9, * any value, ! none</source>
        <translation>Enthält einen Text; oder = != &gt; &gt;= &lt; &lt;= und ein Wert, 5..9, * irgendein Wert, ! keiner</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>Filter</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::FindBar</name>
    <message>
        <source>Previous row (Shift+Return)</source>
        <translation>Vorige Zeile (Umschalt+Eingabe)</translation>
    </message>
    <message>
        <source>Next row (Return)</source>
        <translation>Nächste Zeile (Eingabe)</translation>
    </message>
    <message>
        <source>Find in the loaded rows</source>
        <translation>In den geladenen Zeilen suchen</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>Suche schließen</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>wird gesucht …</translation>
    </message>
    <message>
        <source>no hit in the loaded rows</source>
        <translation>kein Treffer in den geladenen Zeilen</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1 von %2 Zeilen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::GridColumns</name>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>gen</source>
        <translation>Gen.</translation>
    </message>
    <message>
        <source>expires</source>
        <translation>läuft ab</translation>
    </message>
    <message>
        <source>digest</source>
        <translation>Digest</translation>
    </message>
    <message>
        <source>TTL</source>
        <translation>TTL</translation>
    </message>
    <message>
        <source>partition</source>
        <translation>Partition</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::GridHeader</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::GroupDialog</name>
    <message>
        <source>Count by %1</source>
        <translation>Zählen nach %1</translation>
    </message>
    <message>
        <source>type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Values of %1 by their number of rows</source>
        <translation>Werte von %1 nach Anzahl der Zeilen</translation>
    </message>
    <message>
        <source>&amp;Copy table</source>
        <translation>Tabelle &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Show these rows</source>
        <translation>Diese Zeilen &amp;zeigen</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>%1 different values in the %2 loaded rows that are shown</source>
        <translation>%1 verschiedene Werte in den %2 geladenen Zeilen, die angezeigt sind</translation>
    </message>
    <message>
        <source>the %1 most frequent</source>
        <translation>die %1 häufigsten</translation>
    </message>
    <message>
        <source>too many to count all</source>
        <translation>zu viele, um alle zu zählen</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::GuideWindow</name>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Anleitung durchsuchen</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>Seiten der Anleitung</translation>
    </message>
    <message>
        <source>Page of the guide</source>
        <translation>Seite der Anleitung</translation>
    </message>
    <message>
        <source>No page of the guide has these words.</source>
        <translation>Keine Seite der Anleitung enthält diese Wörter.</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::HexView</name>
    <message>
        <source>as %1: %2 UTC</source>
        <translation>als %1: %2 UTC</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation>Millisekunden</translation>
    </message>
    <message>
        <source>microseconds</source>
        <translation>Mikrosekunden</translation>
    </message>
    <message>
        <source>nanoseconds</source>
        <translation>Nanosekunden</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>byte %1 (0x%2)</source>
        <translation>Byte %1 (0x%2)</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::HistoryPanel</name>
    <message>
        <source>%1, no set</source>
        <translation>%1, ohne Set</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>up to the limit</source>
        <translation>bis zum Limit</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>when</source>
        <translation>wann</translation>
    </message>
    <message>
        <source>where</source>
        <translation>wo</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>every record</source>
        <translation>jeder Datensatz</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter the history</source>
        <translation>Verlauf filtern</translation>
    </message>
    <message>
        <source>History of queries</source>
        <translation>Verlauf der Abfragen</translation>
    </message>
    <message>
        <source>Open in a tab</source>
        <translation>In einem Tab öffnen</translation>
    </message>
    <message>
        <source>Copy filter</source>
        <translation>Filter kopieren</translation>
    </message>
    <message>
        <source>Clear history</source>
        <translation>Verlauf leeren</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::IndexDialog</name>
    <message>
        <source>Create an index</source>
        <translation>Index anlegen</translation>
    </message>
    <message>
        <source>Index over %1</source>
        <translation>Index über %1</translation>
    </message>
    <message>
        <source>Name of the index</source>
        <translation>Name des Index</translation>
    </message>
    <message>
        <source>age_idx</source>
        <translation>age_idx</translation>
    </message>
    <message>
        <source>What is indexed</source>
        <translation>Was indiziert wird</translation>
    </message>
    <message>
        <source>a bin</source>
        <translation>ein Bin</translation>
    </message>
    <message>
        <source>a place inside a bin</source>
        <translation>eine Stelle in einem Bin</translation>
    </message>
    <message>
        <source>an expression</source>
        <translation>ein Ausdruck</translation>
    </message>
    <message>
        <source>Type of the values</source>
        <translation>Typ der Werte</translation>
    </message>
    <message>
        <source>numbers (integer)</source>
        <translation>ganze Zahlen</translation>
    </message>
    <message>
        <source>strings</source>
        <translation>Zeichenketten</translation>
    </message>
    <message>
        <source>blobs</source>
        <translation>Blobs</translation>
    </message>
    <message>
        <source>GeoJSON</source>
        <translation>GeoJSON</translation>
    </message>
    <message>
        <source>Which values</source>
        <translation>Welche Werte</translation>
    </message>
    <message>
        <source>the value itself</source>
        <translation>der Wert selbst</translation>
    </message>
    <message>
        <source>elements of a list</source>
        <translation>Elemente einer Liste</translation>
    </message>
    <message>
        <source>keys of a map</source>
        <translation>Schlüssel einer Map</translation>
    </message>
    <message>
        <source>values of a map</source>
        <translation>Werte einer Map</translation>
    </message>
    <message>
        <source>Index built</source>
        <translation>Fortschritt des Index</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Create index</source>
        <translation>Index anlegen</translation>
    </message>
    <message>
        <source>Give the index a name.</source>
        <translation>Geben Sie dem Index einen Namen.</translation>
    </message>
    <message>
        <source>A name has at most 63 bytes and no colon, semicolon or equals sign.</source>
        <translation>Ein Name hat höchstens 63 Bytes und weder Doppelpunkt noch Semikolon noch Gleichheitszeichen.</translation>
    </message>
    <message>
        <source>Name the bin.</source>
        <translation>Nennen Sie das Bin.</translation>
    </message>
    <message>
        <source>The name of a bin has at most 15 bytes.</source>
        <translation>Der Name eines Bins hat höchstens 15 Bytes.</translation>
    </message>
    <message>
        <source>Write the path, such as $.address.city.</source>
        <translation>Schreiben Sie den Pfad, etwa $.address.city.</translation>
    </message>
    <message>
        <source>This is no path inside a bin.</source>
        <translation>Das ist kein Pfad in ein Bin hinein.</translation>
    </message>
    <message>
        <source>Quoted names of bins are not possible here.</source>
        <translation>Bin-Namen in Anführungszeichen sind hier nicht möglich.</translation>
    </message>
    <message>
        <source>Write the expression, such as $.price * $.count.</source>
        <translation>Schreiben Sie den Ausdruck, etwa $.price * $.count.</translation>
    </message>
    <message>
        <source>This is no expression.</source>
        <translation>Das ist kein Ausdruck.</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>Bin</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>Indexes over expressions need server 8.1.</source>
        <translation>Indizes über Ausdrücke brauchen Server 8.1.</translation>
    </message>
    <message>
        <source>Every node builds it in the background; queries use it when it is complete.</source>
        <translation>Jeder Knoten baut ihn im Hintergrund auf; Abfragen verwenden ihn, sobald er vollständig ist.</translation>
    </message>
    <message>
        <source>Building…</source>
        <translation>Wird aufgebaut …</translation>
    </message>
    <message>
        <source>Building, %1 %</source>
        <translation>Wird aufgebaut, %1 %</translation>
    </message>
    <message>
        <source>The index is complete.</source>
        <translation>Der Index ist vollständig.</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::JobsPanel</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>Fortschritt von %1</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>Open the folder of %1</source>
        <translation>Ordner von %1 öffnen</translation>
    </message>
    <message>
        <source>No jobs. Exports appear here, with their progress and a way to stop them.</source>
        <translation>Keine Jobs. Hier erscheinen Exporte mit ihrem Fortschritt und einer Möglichkeit, sie anzuhalten.</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::KeyDialog</name>
    <message>
        <source>Look up keys</source>
        <translation>Schlüssel nachschlagen</translation>
    </message>
    <message>
        <source>One key a line: 1001 is an integer, user42 or &quot;1001&quot; a text, hex:0aff bytes, digest:… the 40 hex digits of a digest. Works for records without a stored key too.</source>
        <translation>Ein Schlüssel pro Zeile: 1001 ist eine ganze Zahl, user42 oder &quot;1001&quot; ein Text, hex:0aff Bytes, digest:… die 40 Hex-Ziffern eines Digests. Geht auch bei Datensätzen ohne gespeicherten Schlüssel.</translation>
    </message>
    <message>
        <source>Keys, one a line</source>
        <translation>Schlüssel, je einer pro Zeile</translation>
    </message>
    <message>
        <source>&amp;Look up</source>
        <translation>&amp;Nachschlagen</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>More than %1 keys</source>
        <translation>Mehr als %1 Schlüssel</translation>
    </message>
    <message numerus="yes">
        <source>%n integer(s)</source>
        <translation>
            <numerusform>%n ganze Zahl</numerusform>
            <numerusform>%n ganze Zahlen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) or bytes</source>
        <translation>
            <numerusform>%n Text oder Bytes</numerusform>
            <numerusform>%n Texte oder Bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n digest(s)</source>
        <translation>
            <numerusform>%n Digest</numerusform>
            <numerusform>%n Digests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::KeyForm</name>
    <message>
        <source>Store the key</source>
        <translation>Schlüssel speichern</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>integer</source>
        <translation>Ganzzahl</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Type of the key</source>
        <translation>Typ des Schlüssels</translation>
    </message>
    <message>
        <source>Key of the new record</source>
        <translation>Schlüssel des neuen Datensatzes</translation>
    </message>
    <message>
        <source>Without it the server keeps only the digest, and the key cannot be read back</source>
        <translation>Ohne ihn behält der Server nur den Digest, und der Schlüssel lässt sich nicht zurücklesen</translation>
    </message>
    <message>
        <source>Type the key of the new record</source>
        <translation>Geben Sie den Schlüssel des neuen Datensatzes ein</translation>
    </message>
    <message>
        <source>This cannot be a key</source>
        <translation>Das kann kein Schlüssel sein</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::MainActions</name>
    <message>
        <source>&amp;New query</source>
        <translation>&amp;Neue Abfrage</translation>
    </message>
    <message>
        <source>&amp;Add cluster…</source>
        <translation>Cluster &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Start the &amp;demo cluster</source>
        <translation>&amp;Demo-Cluster starten</translation>
    </message>
    <message>
        <source>&amp;Close tab</source>
        <translation>Tab s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy with column &amp;names</source>
        <translation>Mit Spalten&amp;namen kopieren</translation>
    </message>
    <message>
        <source>Select &amp;all rows</source>
        <translation>&amp;Alle Zeilen auswählen</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Ausführen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Insert record…</source>
        <translation>Datensatz &amp;einfügen …</translation>
    </message>
    <message>
        <source>&amp;Read record again</source>
        <translation>Datensatz neu &amp;lesen</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>&amp;Trennen</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>N&amp;ext tab</source>
        <translation>N&amp;ächster Tab</translation>
    </message>
    <message>
        <source>&amp;Previous tab</source>
        <translation>&amp;Voriger Tab</translation>
    </message>
    <message>
        <source>Go to &amp;navigator</source>
        <translation>Zum &amp;Navigator</translation>
    </message>
    <message>
        <source>Go to &amp;editor</source>
        <translation>Zum &amp;Editor</translation>
    </message>
    <message>
        <source>Go to &amp;rows</source>
        <translation>Zu den &amp;Zeilen</translation>
    </message>
    <message>
        <source>Go to re&amp;cord</source>
        <translation>Zum &amp;Datensatz</translation>
    </message>
    <message>
        <source>Reset &amp;layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;About Aeroscope</source>
        <translation>Ü&amp;ber Aeroscope</translation>
    </message>
    <message>
        <source>Copy &amp;as</source>
        <translation>Kopieren &amp;als</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>C&amp;olours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Query</source>
        <translation>A&amp;bfrage</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>Da&amp;ten</translation>
    </message>
    <message>
        <source>&amp;Cluster</source>
        <translation>&amp;Cluster</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Copy as C&amp;SV</source>
        <translation>Als C&amp;SV kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown table</source>
        <translation>Als &amp;Markdown-Tabelle kopieren</translation>
    </message>
    <message>
        <source>Copy records as &amp;lines of JSON</source>
        <translation>Datensätze als JSON-&amp;Zeilen kopieren</translation>
    </message>
    <message>
        <source>Copy records as &amp;JSON array</source>
        <translation>Datensätze als &amp;JSON-Array kopieren</translation>
    </message>
    <message>
        <source>Copy the &amp;filter</source>
        <translation>&amp;Filter kopieren</translation>
    </message>
    <message>
        <source>Copy query for %1</source>
        <translation>Abfrage für %1 kopieren</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Formatieren</translation>
    </message>
    <message>
        <source>S&amp;uggestions</source>
        <translation>&amp;Vorschläge</translation>
    </message>
    <message>
        <source>&amp;Explain</source>
        <translation>&amp;Erklären</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Befehle …</translation>
    </message>
    <message>
        <source>&amp;Go to…</source>
        <translation>&amp;Gehe zu …</translation>
    </message>
    <message>
        <source>&amp;History of queries</source>
        <translation>&amp;Verlauf der Abfragen</translation>
    </message>
    <message>
        <source>Contin&amp;ue</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Continue to the e&amp;nd</source>
        <translation>Bis zum &amp;Ende fortsetzen</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Create &amp;index…</source>
        <translation>&amp;Index anlegen …</translation>
    </message>
    <message>
        <source>&amp;Unlock this tab for writing…</source>
        <translation>Diesen Tab zum Schreiben &amp;entsperren …</translation>
    </message>
    <message>
        <source>&amp;Lock this tab</source>
        <translation>Diesen Tab &amp;sperren</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>&amp;Anleitung</translation>
    </message>
    <message>
        <source>&amp;Diagnostics…</source>
        <translation>&amp;Diagnose …</translation>
    </message>
    <message>
        <source>Copy cells as a &amp;filter (AEL)</source>
        <translation>Zellen als &amp;Filter (AEL) kopieren</translation>
    </message>
    <message>
        <source>E&amp;xport rows…</source>
        <translation>Zeilen e&amp;xportieren …</translation>
    </message>
    <message>
        <source>&amp;Find in the rows</source>
        <translation>In den Zeilen &amp;suchen</translation>
    </message>
    <message>
        <source>Filter ro&amp;w</source>
        <translation>Filter&amp;zeile</translation>
    </message>
    <message>
        <source>C&amp;hoose columns…</source>
        <translation>Spalten &amp;wählen …</translation>
    </message>
    <message>
        <source>Count by this col&amp;umn…</source>
        <translation>Nach dieser Spa&amp;lte zählen …</translation>
    </message>
    <message>
        <source>&amp;Look up keys…</source>
        <translation>Schlüssel &amp;nachschlagen …</translation>
    </message>
    <message>
        <source>&amp;Open query…</source>
        <translation>Abfrage &amp;öffnen …</translation>
    </message>
    <message>
        <source>&amp;Save query…</source>
        <translation>Abfrage &amp;speichern …</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::MainWindow</name>
    <message>
        <source>A saved cluster could not be read: %1</source>
        <translation>Ein gespeicherter Cluster konnte nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Navigator</source>
        <translation>Navigator</translation>
    </message>
    <message>
        <source>Add cluster…</source>
        <translation>Cluster hinzufügen …</translation>
    </message>
    <message>
        <source>Add cluster</source>
        <translation>Cluster hinzufügen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message numerus="yes">
        <source>%1: connected to %n node(s)</source>
        <translation>
            <numerusform>%1: mit %n Knoten verbunden</numerusform>
            <numerusform>%1: mit %n Knoten verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: connection lost, trying again. Rows are kept</source>
        <translation>%1: Verbindung verloren, neuer Versuch läuft. Die Zeilen bleiben</translation>
    </message>
    <message>
        <source>%1: %2 rows in %3, %4</source>
        <translation>%1: %2 Zeilen in %3, %4</translation>
    </message>
    <message>
        <source>partial cluster</source>
        <translation>unvollständiger Cluster</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>wird verbunden …</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>Verbindung verloren</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>%1 rows/s</source>
        <translation>%1 Zeilen/s</translation>
    </message>
    <message>
        <source>tab %1</source>
        <translation>Tab %1</translation>
    </message>
    <message>
        <source>Try it with the demo cluster</source>
        <translation>Mit dem Demo-Cluster ausprobieren</translation>
    </message>
    <message>
        <source>Pick a set on the left</source>
        <translation>Wählen Sie links ein Set</translation>
    </message>
    <message>
        <source>A double click shows its records. Or press Ctrl+N and write a query.</source>
        <translation>Ein Doppelklick zeigt seine Datensätze. Oder drücken Sie Strg+N und schreiben Sie eine Abfrage.</translation>
    </message>
    <message>
        <source>New query</source>
        <translation>Neue Abfrage</translation>
    </message>
    <message>
        <source>Starting the demo cluster…</source>
        <translation>Der Demo-Cluster wird gestartet …</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Wird verbunden …</translation>
    </message>
    <message>
        <source>No clusters yet</source>
        <translation>Noch keine Cluster</translation>
    </message>
    <message>
        <source>Add the cluster that you want to look into.</source>
        <translation>Fügen Sie den Cluster hinzu, in den Sie schauen möchten.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Double-click a cluster on the left to connect to it.</source>
        <translation>Doppelklicken Sie links auf einen Cluster, um sich mit ihm zu verbinden.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>About Aeroscope</source>
        <translation>Über Aeroscope</translation>
    </message>
    <message>
        <source>Aeroscope %1</source>
        <translation>Aeroscope %1</translation>
    </message>
    <message>
        <source>A data browser for Aerospike clusters.
Qt %1</source>
        <translation>Ein Datenbrowser für Aerospike-Cluster.
Qt %1</translation>
    </message>
    <message>
        <source>Copied the filter</source>
        <translation>Der Filter wurde kopiert</translation>
    </message>
    <message>
        <source>This filter cannot be written for that client</source>
        <translation>Dieser Filter lässt sich für diesen Client nicht schreiben</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>Kopieren als</translation>
    </message>
    <message>
        <source>There is no cluster named %1 any more</source>
        <translation>Einen Cluster namens %1 gibt es nicht mehr</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>Befehl eingeben</translation>
    </message>
    <message>
        <source>open tab</source>
        <translation>offener Tab</translation>
    </message>
    <message>
        <source>%1, no set</source>
        <translation>%1, ohne Set</translation>
    </message>
    <message>
        <source>Connect to %1</source>
        <translation>Mit %1 verbinden</translation>
    </message>
    <message>
        <source>history · %1</source>
        <translation>Verlauf · %1</translation>
    </message>
    <message>
        <source>Go to a set, a tab or an earlier query</source>
        <translation>Zu einem Set, einem Tab oder einer früheren Abfrage</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>the cluster is not connected</source>
        <translation>der Cluster ist nicht verbunden</translation>
    </message>
    <message>
        <source>%1: index %2 is complete</source>
        <translation>%1: Index %2 ist vollständig</translation>
    </message>
    <message>
        <source>%1: index %2 was dropped</source>
        <translation>%1: Index %2 wurde gelöscht</translation>
    </message>
    <message>
        <source>this tab may write, %1:%2 left</source>
        <translation>dieser Tab darf schreiben, noch %1:%2</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Jetzt sperren</translation>
    </message>
    <message>
        <source>read-only session</source>
        <translation>Sitzung nur zum Lesen</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Entsperren …</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesen</translation>
    </message>
    <message numerus="yes">
        <source>%1: a tab was unlocked for writing for %n minute(s)</source>
        <translation>
            <numerusform>%1: Ein Tab wurde für %n Minute zum Schreiben entsperrt</numerusform>
            <numerusform>%1: Ein Tab wurde für %n Minuten zum Schreiben entsperrt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Connection to %1 lost %n second(s) ago, trying again every second</source>
        <translation>
            <numerusform>Verbindung zu %1 vor %n Sekunde abgebrochen, jede Sekunde ein neuer Versuch</numerusform>
            <numerusform>Verbindung zu %1 vor %n Sekunden abgebrochen, jede Sekunde ein neuer Versuch</numerusform>
        </translation>
    </message>
    <message>
        <source>Your rows, texts and changes are kept. Nothing is run again by itself.</source>
        <translation>Zeilen, Texte und Änderungen bleiben erhalten. Nichts wird von selbst noch einmal ausgeführt.</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Verbinden mit %1 …</translation>
    </message>
    <message>
        <source>%1 is not connected</source>
        <translation>%1 ist nicht verbunden</translation>
    </message>
    <message>
        <source>Rows and texts stay as they are; running needs the connection.</source>
        <translation>Zeilen und Texte bleiben, wie sie sind; zum Ausführen braucht es die Verbindung.</translation>
    </message>
    <message>
        <source>%1 · gen %2 · expires %3
partition %4 · digest %5</source>
        <translation>%1 · Gen. %2 · läuft ab %3
Partition %4 · Digest %5</translation>
    </message>
    <message>
        <source>key %1 stored</source>
        <translation>Schlüssel %1 gespeichert</translation>
    </message>
    <message>
        <source>key not stored</source>
        <translation>Schlüssel nicht gespeichert</translation>
    </message>
    <message>
        <source>The open tabs could not be saved: %1</source>
        <translation>Die offenen Tabs ließen sich nicht speichern: %1</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Open query</source>
        <translation>Abfrage öffnen</translation>
    </message>
    <message>
        <source>Queries (*.ael);;All files (*)</source>
        <translation>Abfragen (*.ael);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save query</source>
        <translation>Abfrage speichern</translation>
    </message>
    <message>
        <source>Saved to %1</source>
        <translation>Gespeichert in %1</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>Nicht gespeichert: %1</translation>
    </message>
    <message>
        <source>connect to a cluster first</source>
        <translation>verbinden Sie sich zuerst mit einem Cluster</translation>
    </message>
    <message>
        <source>%1 was not opened: %2</source>
        <translation>%1 wurde nicht geöffnet: %2</translation>
    </message>
    <message>
        <source>Not opened: %1</source>
        <translation>Nicht geöffnet: %1</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::MessagesPanel</name>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::NavigatorModel</name>
    <message>
        <source>building %1 %</source>
        <translation>Aufbau %1 %</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>Indizes</translation>
    </message>
    <message>
        <source>%1 records, %2 copies of each, stored in %3</source>
        <translation>%1 Datensätze, je %2 Kopien, gespeichert in %3</translation>
    </message>
    <message>
        <source>stop-writes</source>
        <translation>stop-writes</translation>
    </message>
    <message>
        <source>no set</source>
        <translation>ohne Set</translation>
    </message>
    <message>
        <source>Records that belong to no set</source>
        <translation>Datensätze, die zu keinem Set gehören</translation>
    </message>
    <message>
        <source>truncating</source>
        <translation>wird geleert</translation>
    </message>
    <message>
        <source>%1 records, %2 tombstones, %3 on all nodes</source>
        <translation>%1 Datensätze, %2 Tombstones, %3 auf allen Knoten</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>not answering</source>
        <translation>antwortet nicht</translation>
    </message>
    <message>
        <source>%1, %2 not answering</source>
        <translation>%1, %2 antworten nicht</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>wird verbunden …</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>Verbindung verloren</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n Knoten</numerusform>
            <numerusform>%n Knoten</numerusform>
        </translation>
    </message>
    <message>
        <source>UDF modules</source>
        <translation>UDF-Module</translation>
    </message>
    <message>
        <source>on %1 of %2 nodes</source>
        <translation>auf %1 von %2 Knoten</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message numerus="yes">
        <source>%1 on %n node(s), %2 records so far</source>
        <translation>
            <numerusform>%1 auf %n Knoten, bisher %2 Datensätze</numerusform>
            <numerusform>%1 auf %n Knoten, bisher %2 Datensätze</numerusform>
        </translation>
    </message>
    <message>
        <source>none running</source>
        <translation>keiner läuft</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>rack %1</source>
        <translation>Rack %1</translation>
    </message>
    <message numerus="yes">
        <source>%n rack(s)</source>
        <translation>
            <numerusform>%n Rack</numerusform>
            <numerusform>%n Racks</numerusform>
        </translation>
    </message>
    <message>
        <source>query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>aggregation</source>
        <translation>Aggregation</translation>
    </message>
    <message>
        <source>UDF on all records</source>
        <translation>UDF auf allen Datensätzen</translation>
    </message>
    <message>
        <source>operations on all records</source>
        <translation>Operationen auf allen Datensätzen</translation>
    </message>
    <message>
        <source>job</source>
        <translation>Job</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::NavigatorPanel</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter the navigator</source>
        <translation>Navigator filtern</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Insert record…</source>
        <translation>Datensatz einfügen …</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Namen kopieren</translation>
    </message>
    <message>
        <source>Create index…</source>
        <translation>Index anlegen …</translation>
    </message>
    <message>
        <source>New query</source>
        <translation>Neue Abfrage</translation>
    </message>
    <message>
        <source>Danger</source>
        <translation>Gefahr</translation>
    </message>
    <message>
        <source>Drop index…</source>
        <translation>Index löschen …</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Angaben kopieren</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::Palette</name>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ParameterBar</name>
    <message>
        <source>Type of %1</source>
        <translation>Typ von %1</translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation>Wert von %1</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>This is no value of the type %1</source>
        <translation>Das ist kein Wert vom Typ %1</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::PartitionStrip</name>
    <message>
        <source>Partitions: none read yet</source>
        <translation>Partitionen: noch keine gelesen</translation>
    </message>
    <message>
        <source>%1 of 4 096 partitions read, %2 begun, %3 not yet</source>
        <translation>%1 von 4 096 Partitionen gelesen, %2 begonnen, %3 noch nicht</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::PassphraseDialog</name>
    <message>
        <source>Saved passwords</source>
        <translation>Gespeicherte Passwörter</translation>
    </message>
    <message>
        <source>Choose a passphrase for saved passwords</source>
        <translation>Passphrase für gespeicherte Passwörter wählen</translation>
    </message>
    <message>
        <source>Passphrase of the saved passwords</source>
        <translation>Passphrase der gespeicherten Passwörter</translation>
    </message>
    <message>
        <source>There is no keychain on this computer, so passwords are kept in an encrypted file. The passphrase is kept nowhere: without it they cannot be read.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund, deshalb liegen Passwörter in einer verschlüsselten Datei. Die Passphrase wird nirgends gespeichert: Ohne sie sind sie nicht lesbar.</translation>
    </message>
    <message>
        <source>Asked for once, until the program ends.</source>
        <translation>Wird einmal erfragt, bis das Programm endet.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>Passphrase noch einmal</translation>
    </message>
    <message>
        <source>once more</source>
        <translation>noch einmal</translation>
    </message>
    <message>
        <source>Use this passphrase</source>
        <translation>Diese Passphrase verwenden</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::PasswordDialog</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign in to %1 as %2</source>
        <translation>Bei %1 als %2 anmelden</translation>
    </message>
    <message>
        <source>The password is used for this connection and not saved.</source>
        <translation>Das Passwort wird für diese Verbindung verwendet und nicht gespeichert.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::PlanView</name>
    <message>
        <source>Will send</source>
        <translation>Wird gesendet</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::QueryPlan</name>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>max</source>
        <translation>max</translation>
    </message>
    <message>
        <source>expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>every record with %1</source>
        <translation>jeder Datensatz mit %1</translation>
    </message>
    <message>
        <source>%1 within %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 around %2</source>
        <translation>%1 um %2</translation>
    </message>
    <message>
        <source>elements of %1: %2</source>
        <translation>Elemente von %1: %2</translation>
    </message>
    <message>
        <source>keys of %1: %2</source>
        <translation>Schlüssel von %1: %2</translation>
    </message>
    <message>
        <source>values of %1: %2</source>
        <translation>Werte von %1: %2</translation>
    </message>
    <message>
        <source>index %1</source>
        <translation>Index %1</translation>
    </message>
    <message>
        <source>%1, then filter</source>
        <translation>%1, dann Filter</translation>
    </message>
    <message>
        <source>est. %1 of %2 records</source>
        <translation>gesch. %1 von %2 Datensätzen</translation>
    </message>
    <message>
        <source>est. %1 records</source>
        <translation>gesch. %1 Datensätze</translation>
    </message>
    <message>
        <source>every record</source>
        <translation>jeder Datensatz</translation>
    </message>
    <message>
        <source>every record is tested by the filter</source>
        <translation>jeder Datensatz wird mit dem Filter geprüft</translation>
    </message>
    <message>
        <source>≈ %1 records</source>
        <translation>≈ %1 Datensätze</translation>
    </message>
    <message>
        <source>≈ %1 at %2 rps</source>
        <translation>≈ %1 bei %2 rps</translation>
    </message>
    <message>
        <source>used</source>
        <translation>wird verwendet</translation>
    </message>
    <message>
        <source>possible, but another index gives fewer records</source>
        <translation>möglich, aber ein anderer Index liefert weniger Datensätze</translation>
    </message>
    <message>
        <source>possible, but another index is asked for</source>
        <translation>möglich, aber ein anderer Index ist verlangt</translation>
    </message>
    <message>
        <source>belongs to another namespace</source>
        <translation>gehört zu einem anderen Namespace</translation>
    </message>
    <message>
        <source>belongs to another set</source>
        <translation>gehört zu einem anderen Set</translation>
    </message>
    <message>
        <source>is still being built</source>
        <translation>wird noch aufgebaut</translation>
    </message>
    <message>
        <source>the filter asks nothing that it could answer</source>
        <translation>der Filter fragt nichts, was er beantworten könnte</translation>
    </message>
    <message>
        <source>holds values of another type</source>
        <translation>enthält Werte eines anderen Typs</translation>
    </message>
    <message>
        <source>holds another place inside the bin</source>
        <translation>enthält eine andere Stelle im Bin</translation>
    </message>
    <message>
        <source>no plan until the filter is valid</source>
        <translation>kein Plan, bis der Filter gültig ist</translation>
    </message>
    <message>
        <source>covers the whole namespace: servers do not use it for a query of one set</source>
        <translation>umfasst den ganzen Namespace: Server nutzen ihn nicht für eine Abfrage eines Sets</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::QueryStrip</name>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>Say in words what the query asks for, and which index it uses</source>
        <translation>In Worten sagen, wonach die Abfrage fragt und welchen Index sie verwendet</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::QueryTab</name>
    <message>
        <source>%1, no set</source>
        <translation>%1, ohne Set</translation>
    </message>
    <message>
        <source>The %1 rows that came before are kept; the result is not complete.</source>
        <translation>Die %1 Zeilen, die vorher kamen, bleiben; das Ergebnis ist nicht vollständig.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Erneut ausführen</translation>
    </message>
    <message>
        <source>Not run yet</source>
        <translation>Noch nicht ausgeführt</translation>
    </message>
    <message>
        <source>An empty filter reads every record of %1, up to the limit.</source>
        <translation>Ein leerer Filter liest jeden Datensatz von %1 bis zum Limit.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>No records in %1</source>
        <translation>Keine Datensätze in %1</translation>
    </message>
    <message>
        <source>All 4096 partitions were read.</source>
        <translation>Alle 4096 Partitionen wurden gelesen.</translation>
    </message>
    <message>
        <source>Insert record</source>
        <translation>Datensatz einfügen</translation>
    </message>
    <message>
        <source>No record matches</source>
        <translation>Kein Datensatz passt</translation>
    </message>
    <message>
        <source>All 4096 partitions of %1 were scanned.</source>
        <translation>Alle 4096 Partitionen von %1 wurden durchsucht.</translation>
    </message>
    <message>
        <source>Edit filter</source>
        <translation>Filter bearbeiten</translation>
    </message>
    <message>
        <source>Stopped before the first row</source>
        <translation>Vor der ersten Zeile angehalten</translation>
    </message>
    <message>
        <source>%1 of 4096 partitions were read so far.</source>
        <translation>Bisher wurden %1 von 4096 Partitionen gelesen.</translation>
    </message>
    <message>
        <source>The query failed</source>
        <translation>Die Abfrage ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>See the message above.</source>
        <translation>Siehe die Meldung oben.</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>AEL ok on all nodes</source>
        <translation>AEL auf allen Knoten in Ordnung</translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>%1 gezeigt</translation>
    </message>
    <message>
        <source>%1 of %2 partitions</source>
        <translation>%1 von %2 Partitionen</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>more available</source>
        <translation>es gibt mehr</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed, not complete</source>
        <translation>fehlgeschlagen, nicht vollständig</translation>
    </message>
    <message>
        <source>Every record of %1.</source>
        <translation>Jeder Datensatz von %1.</translation>
    </message>
    <message>
        <source>The filter has a fault: %1</source>
        <translation>Der Filter hat einen Fehler: %1</translation>
    </message>
    <message>
        <source>Records for which %1.</source>
        <translation>Datensätze, für die gilt: %1.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>an unknown number of</source>
        <translation>eine unbekannte Zahl von</translation>
    </message>
    <message>
        <source>This reads %1 records of a production cluster</source>
        <translation>Das liest %1 Datensätze eines Produktions-Clusters</translation>
    </message>
    <message>
        <source>Each node reads at most %1 records a second for it.</source>
        <translation>Jeder Knoten liest dafür höchstens %1 Datensätze pro Sekunde.</translation>
    </message>
    <message>
        <source>There is no limit to the records that each node reads a second.</source>
        <translation>Es gibt keine Grenze für die Datensätze, die jeder Knoten pro Sekunde liest.</translation>
    </message>
    <message>
        <source>Run anyway</source>
        <translation>Trotzdem ausführen</translation>
    </message>
    <message>
        <source>%1 is not connected</source>
        <translation>%1 ist nicht verbunden</translation>
    </message>
    <message>
        <source>The rows are as they were read at %1; they are kept.</source>
        <translation>Die Zeilen sind so, wie sie um %1 gelesen wurden; sie bleiben.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>%1 rows were read before, until %2</source>
        <translation>%1 Zeilen wurden früher gelesen, bis %2</translation>
    </message>
    <message>
        <source>%1 of 4096 partitions are read. Continue brings the rows behind them.</source>
        <translation>%1 von 4096 Partitionen sind gelesen. Fortsetzen bringt die Zeilen dahinter.</translation>
    </message>
    <message>
        <source>Run from the beginning</source>
        <translation>Von vorn ausführen</translation>
    </message>
    <message>
        <source>Not connected to %1</source>
        <translation>Nicht mit %1 verbunden</translation>
    </message>
    <message>
        <source>The query is kept. Connect to run it.</source>
        <translation>Die Abfrage bleibt erhalten. Zum Ausführen verbinden.</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>%1 von %2 angezeigt</translation>
    </message>
    <message>
        <source>A parameter has no value yet</source>
        <translation>Ein Parameter hat noch keinen Wert</translation>
    </message>
    <message>
        <source>%1 of %2 keys have a record</source>
        <translation>%1 von %2 Schlüsseln haben einen Datensatz</translation>
    </message>
    <message>
        <source>Without a record: %1</source>
        <translation>Ohne Datensatz: %1</translation>
    </message>
    <message>
        <source>No record has such a key</source>
        <translation>Kein Datensatz hat einen solchen Schlüssel</translation>
    </message>
    <message>
        <source>The kind of a key matters: 1001 and &quot;1001&quot; are two different keys.</source>
        <translation>Die Art des Schlüssels zählt: 1001 und &quot;1001&quot; sind zwei verschiedene Schlüssel.</translation>
    </message>
    <message>
        <source>Look up others</source>
        <translation>Andere nachschlagen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::RecordGrid</name>
    <message>
        <source>absent</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>row %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>%n Zeile kopiert</numerusform>
            <numerusform>%n Zeilen kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Nothing in the selection can be copied so</source>
        <translation>Nichts in der Auswahl lässt sich so kopieren</translation>
    </message>
    <message>
        <source>Copied the first %1 of %2 selected rows; export takes all of them</source>
        <translation>Die ersten %1 von %2 gewählten Zeilen kopiert; der Export nimmt alle</translation>
    </message>
    <message>
        <source>Copying…</source>
        <translation>Wird kopiert …</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Sort ascending</source>
        <translation>Aufsteigend sortieren</translation>
    </message>
    <message>
        <source>Sort descending</source>
        <translation>Absteigend sortieren</translation>
    </message>
    <message>
        <source>Count by value…</source>
        <translation>Nach Wert zählen …</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>%1 ausblenden</translation>
    </message>
    <message>
        <source>Freeze up to here</source>
        <translation>Bis hier fixieren</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>Breite anpassen</translation>
    </message>
    <message>
        <source>Filter row</source>
        <translation>Filterzeile</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>Spalten wählen …</translation>
    </message>
    <message>
        <source>Show all bins</source>
        <translation>Alle Bins zeigen</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>None of the %1 loaded rows matches the filter row</source>
        <translation>Keine der %1 geladenen Zeilen passt zur Filterzeile</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::RecordHeader</name>
    <message>
        <source>digest %1</source>
        <translation>Digest %1</translation>
    </message>
    <message>
        <source>key not stored</source>
        <translation>Schlüssel nicht gespeichert</translation>
    </message>
    <message>
        <source>partition %1</source>
        <translation>Partition %1</translation>
    </message>
    <message>
        <source>generation %1</source>
        <translation>Generation %1</translation>
    </message>
    <message>
        <source>never expires</source>
        <translation>läuft nie ab</translation>
    </message>
    <message>
        <source>expires in %1</source>
        <translation>läuft in %1 ab</translation>
    </message>
    <message>
        <source>It is created only if no record has this key</source>
        <translation>Er wird nur angelegt, wenn kein Datensatz diesen Schlüssel hat</translation>
    </message>
    <message>
        <source>new record</source>
        <translation>neuer Datensatz</translation>
    </message>
    <message>
        <source>New record in %1</source>
        <translation>Neuer Datensatz in %1</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::RecordPane</name>
    <message>
        <source>No record selected</source>
        <translation>Kein Datensatz ausgewählt</translation>
    </message>
    <message>
        <source>Select a row to see and edit its bins here.</source>
        <translation>Wählen Sie eine Zeile, um ihre Bins hier zu sehen und zu bearbeiten.</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>Bins</translation>
    </message>
    <message>
        <source>Add bin</source>
        <translation>Bin hinzufügen</translation>
    </message>
    <message>
        <source>Remove bin</source>
        <translation>Bin entfernen</translation>
    </message>
    <message>
        <source>Remove the selected bin (Ctrl+Delete)</source>
        <translation>Das ausgewählte Bin entfernen (Strg+Entf)</translation>
    </message>
    <message>
        <source>Delete record…</source>
        <translation>Datensatz löschen …</translation>
    </message>
    <message>
        <source>Will send</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Revert all</source>
        <translation>Alles zurücknehmen</translation>
    </message>
    <message>
        <source>Write now</source>
        <translation>Jetzt schreiben</translation>
    </message>
    <message>
        <source>Nothing: no bin is changed.</source>
        <translation>Nichts: Kein Bin ist geändert.</translation>
    </message>
    <message>
        <source>This removes the last bin, and with it the record: the server deletes it.</source>
        <translation>Das entfernt das letzte Bin und damit den Datensatz: Der Server löscht ihn.</translation>
    </message>
    <message>
        <source>Add at least one bin.</source>
        <translation>Fügen Sie mindestens ein Bin hinzu.</translation>
    </message>
    <message>
        <source>The record and all its bins will be gone.</source>
        <translation>Der Datensatz und alle seine Bins werden weg sein.</translation>
    </message>
    <message>
        <source>Insert record</source>
        <translation>Datensatz einfügen</translation>
    </message>
    <message>
        <source>Delete record</source>
        <translation>Datensatz löschen</translation>
    </message>
    <message>
        <source>The cluster is not connected</source>
        <translation>Der Cluster ist nicht verbunden</translation>
    </message>
    <message>
        <source>Keep record</source>
        <translation>Datensatz behalten</translation>
    </message>
    <message>
        <source>Keep bin</source>
        <translation>Bin behalten</translation>
    </message>
    <message numerus="yes">
        <source>%n other record(s) with changes that were not sent</source>
        <translation>
            <numerusform>%n weiterer Datensatz mit Änderungen, die nicht gesendet wurden</numerusform>
            <numerusform>%n weitere Datensätze mit Änderungen, die nicht gesendet wurden</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted record %1</source>
        <translation>Datensatz %1 gelöscht</translation>
    </message>
    <message>
        <source>Inserted record %1</source>
        <translation>Datensatz %1 eingefügt</translation>
    </message>
    <message>
        <source>Changed record %1</source>
        <translation>Datensatz %1 geändert</translation>
    </message>
    <message>
        <source>The change was made, but the record could not be read again</source>
        <translation>Die Änderung wurde vorgenommen, aber der Datensatz konnte nicht neu gelesen werden</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Read again: generation %1, it was %2</source>
        <translation>Neu gelesen: Generation %1, vorher %2</translation>
    </message>
    <message>
        <source>Your changes touch other bins than those that changed on the server.</source>
        <translation>Ihre Änderungen betreffen andere Bins als die auf dem Server geänderten.</translation>
    </message>
    <message>
        <source>Changed on the server as well: %1</source>
        <translation>Auch auf dem Server geändert: %1</translation>
    </message>
    <message>
        <source>The row shows what is there now as &quot;was&quot;. Writing replaces it with your value.</source>
        <translation>Die Zeile zeigt den jetzigen Stand als „war“. Beim Schreiben wird er durch Ihren Wert ersetzt.</translation>
    </message>
    <message>
        <source>The record was changed on the server since you read it</source>
        <translation>Der Datensatz wurde auf dem Server geändert, seit Sie ihn gelesen haben</translation>
    </message>
    <message>
        <source>Nothing was written. Read it again to see what changed; your edits are kept.</source>
        <translation>Es wurde nichts geschrieben. Lesen Sie ihn neu, um die Änderung zu sehen; Ihre Bearbeitung bleibt.</translation>
    </message>
    <message>
        <source>The record is not there any more</source>
        <translation>Den Datensatz gibt es nicht mehr</translation>
    </message>
    <message>
        <source>It was deleted or has expired since you read it. Nothing was written.</source>
        <translation>Er wurde gelöscht oder ist abgelaufen, seit Sie ihn gelesen haben. Es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Read-only: unlock the tab to write to a production cluster</source>
        <translation>Nur lesen: Zum Schreiben in einen Produktions-Cluster den Tab entsperren</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::SelectionSummary</name>
    <message>
        <source>%1 rows selected</source>
        <translation>%1 Zeilen gewählt</translation>
    </message>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n Spalte</numerusform>
            <numerusform>%n Spalten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 selected: sum %3, avg %4, min %5, max %6</source>
        <translation>%1 von %2 gewählt: Summe %3, Mittel %4, min %5, max %6</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::SettingsDialog</name>
    <message>
        <source>no limit</source>
        <translation>ohne Grenze</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>like the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>Größe der Schrift</translation>
    </message>
    <message>
        <source>%1 pt larger</source>
        <translation>%1 pt größer</translation>
    </message>
    <message>
        <source>%1 pt smaller</source>
        <translation>%1 pt kleiner</translation>
    </message>
    <message>
        <source>Points added to the size that the system gives</source>
        <translation>Punkte zusätzlich zur Größe, die das System vorgibt</translation>
    </message>
    <message>
        <source>Rows of a new query</source>
        <translation>Zeilen einer neuen Abfrage</translation>
    </message>
    <message>
        <source>Records per second and node</source>
        <translation>Datensätze pro Sekunde und Knoten</translation>
    </message>
    <message>
        <source>Records per second and node of production clusters</source>
        <translation>Datensätze pro Sekunde und Knoten von Produktions-Clustern</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Another language shows with the next start.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>New queries</source>
        <translation>Neue Abfragen</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Records a second</source>
        <translation>Datensätze pro Sekunde</translation>
    </message>
    <message>
        <source>In production</source>
        <translation>In Produktion</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Zurücknehmen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::SshForwarder</name>
    <message>
        <source>ssh did not open the tunnel through %1</source>
        <translation>ssh hat den Tunnel über %1 nicht geöffnet</translation>
    </message>
    <message>
        <source>the program %1 cannot be started</source>
        <translation>das Programm %1 lässt sich nicht starten</translation>
    </message>
    <message>
        <source>ssh to %1 ended</source>
        <translation>ssh zu %1 hat sich beendet</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::StatusPanel</name>
    <message>
        <source>Partitions read</source>
        <translation>Gelesene Partitionen</translation>
    </message>
    <message>
        <source>RO</source>
        <translation>NL</translation>
    </message>
    <message>
        <source>Read-only: nothing is written from this tab</source>
        <translation>Nur lesen: Von diesem Tab aus wird nichts geschrieben</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::UnlockDialog</name>
    <message>
        <source>Unlock for writing</source>
        <translation>Zum Schreiben entsperren</translation>
    </message>
    <message>
        <source>This tab is read-only because it is bound to a production cluster. For the time you choose here, changes in this tab are sent to it. Other tabs stay locked.</source>
        <translation>Dieser Tab ist nur zum Lesen, weil er zu einem Produktions-Cluster gehört. Für die hier gewählte Zeit werden Änderungen in diesem Tab gesendet. Andere Tabs bleiben gesperrt.</translation>
    </message>
    <message>
        <source>Type %1 to unlock</source>
        <translation>Zum Entsperren %1 eintippen</translation>
    </message>
    <message>
        <source>Name of the cluster</source>
        <translation>Name des Clusters</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Für wie lange</translation>
    </message>
    <message numerus="yes">
        <source>for %n minute(s)</source>
        <translation>
            <numerusform>für %n Minute</numerusform>
            <numerusform>für %n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Unlock this tab</source>
        <translation>Diesen Tab entsperren</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ValueFault</name>
    <message>
        <source>Type a value</source>
        <translation>Geben Sie einen Wert ein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a whole number</source>
        <translation>„%1“ ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>%1 does not fit into 64 bits (at most 9223372036854775807)</source>
        <translation>%1 passt nicht in 64 Bit (höchstens 9223372036854775807)</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number (also possible: inf, -inf, nan)</source>
        <translation>„%1“ ist keine Zahl (auch möglich: inf, -inf, nan)</translation>
    </message>
    <message>
        <source>%1 cannot be held in a double</source>
        <translation>%1 passt nicht in eine Gleitkommazahl</translation>
    </message>
    <message>
        <source>Type true or false</source>
        <translation>Geben Sie true oder false ein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a hex digit</source>
        <translation>„%1“ ist keine Hexziffer</translation>
    </message>
    <message>
        <source>A digit is missing: each byte has two hex digits</source>
        <translation>Eine Ziffer fehlt: Jedes Byte hat zwei Hexziffern</translation>
    </message>
    <message>
        <source>The text contains half of a character</source>
        <translation>Der Text enthält ein halbes Zeichen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known: possible are \n \r \t \\ and \u with four hex digits</source>
        <translation>„%1“ ist unbekannt: Möglich sind \n \r \t \\ und \u mit vier Hexziffern</translation>
    </message>
    <message>
        <source>This is not valid: %1</source>
        <translation>Das ist ungültig: %1</translation>
    </message>
    <message>
        <source>A list is written [ … ], a map { … }</source>
        <translation>Eine Liste wird [ … ] geschrieben, eine Map { … }</translation>
    </message>
    <message>
        <source>This is no GeoJSON: %1</source>
        <translation>Das ist kein GeoJSON: %1</translation>
    </message>
    <message>
        <source>Values of this type cannot be typed</source>
        <translation>Werte dieses Typs lassen sich nicht eintippen</translation>
    </message>
    <message>
        <source>Give the bin a name</source>
        <translation>Geben Sie dem Bin einen Namen</translation>
    </message>
    <message>
        <source>A bin&apos;s name has at most 15 bytes</source>
        <translation>Der Name eines Bins hat höchstens 15 Bytes</translation>
    </message>
    <message>
        <source>A bin&apos;s name cannot contain the character NUL</source>
        <translation>Der Name eines Bins kann das Zeichen NUL nicht enthalten</translation>
    </message>
    <message>
        <source>The record has a bin of this name</source>
        <translation>Der Datensatz hat schon ein Bin dieses Namens</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::ValueTree</name>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Ui::WriteGuard</name>
    <message>
        <source>the cluster is not connected</source>
        <translation>der Cluster ist nicht verbunden</translation>
    </message>
    <message>
        <source>this tab is read-only: %1 is a production cluster</source>
        <translation>dieser Tab ist nur zum Lesen: %1 ist ein Produktions-Cluster</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Workbench</name>
    <message>
        <source>%1s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1m %2s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1h %2m</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1d %2h</source>
        <translation>%1 T %2 h</translation>
    </message>
    <message>
        <source>%1d</source>
        <translation>%1 T</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>abgelaufen</translation>
    </message>
</context>
<context>
    <name>Aeroscope::Workbench::ProfileTransfer</name>
    <message>
        <source>this is no file of connections: %1</source>
        <translation>das ist keine Datei mit Verbindungen: %1</translation>
    </message>
    <message>
        <source>Connection %1 was left out: %2</source>
        <translation>Verbindung %1 wurde ausgelassen: %2</translation>
    </message>
    <message>
        <source>%1 did not check certificates. It does now; switch that off yourself if you must.</source>
        <translation>%1 prüfte keine Zertifikate. Jetzt geschieht es; schalten Sie es selbst ab, wenn es sein muss.</translation>
    </message>
    <message>
        <source>there is no connection in it</source>
        <translation>darin ist keine Verbindung</translation>
    </message>
</context>
</TS>
