<3001. >
VN  - Ovid Technologies
DB  - Embase
UI  - 621381829
TI  - On reeds. [Review]
SO  - BMC Proceedings. Conference: 2nd Conference. Spain. 12 (Supplement 3) (no pagination), 2018.
AU  - Behan L.
AU  - Lucas J.S.
AU  - Walsdorf, Neill B. [Inventor; E-mail: a@b.example]
AU  - Peterson, James A. Ph.D., FACSM 1,*
AU  - AHMED, Mughees.
IN  - (Behan, Lucas) Univ of Reeds, Estuary
      (Behan) School of Water
KW  - reeds; rushes
AB  - Background: Reeds.
Method(s): Counting.
IS  - 1753-6561 (ISSN print)
DO  - http://dx.doi.org/10.1000/reeds.1
LG  - English
YR  - 2018
PT  - Conference Abstract

<3002. >
VN  - Ovid Technologies
TI  - Second
