"""Whether "he" or "she" may stand for somebody: by Mr and Mrs in the text, and by the first name.

Names are given where they are common in news of several countries; for a name that is in no list
and has no ending that tells, either word may stand.
"""

from __future__ import annotations

import re
from typing import Literal

from foedus.positions.grammar import word_set
from foedus.positions.register import key

Sex = Literal["f", "m", ""]
_CALLED = re.compile(
    r"\b(?:(?P<m>Mr|Sir|Lord|Herr|Monsieur|King|Prince)|(?P<f>Mrs|Ms|Miss|Dame|Lady|Madam|Madame"
    r"|Mme|Frau"
    r"|Queen|Princess))\.? (?:[A-Z][\w'-]+ ){0,2}?(?P<name>[A-Z][\w'-]+)"
)
_WOMEN = word_set(
    " ada adriana agata agnes agnieszka aicha aida aisha akiko alba alejandra aleksandra alena"
    " alessandra alexandra alice alicia alina alma amal amalia amanda amara amina aminata amira"
    " amy ana anastasia anca angela angelika aniko anita anja ann anna annalena anne annette"
    " annika antonia anya ariana asha asma astrid aurora awa ayse azra barbara bea beata beatriz"
    " bella bianca birgit birgitta bogdana bojana bozena brenda bridget brigitte camila camilla"
    " carla carmen carol caroline catalina catherine cecilia celia charlotte chiara chloe"
    " christa christina claire clara clare claudia colette concepcion cora cristina dagmar dagny"
    " dana daniela daniella danuta daria darya deborah delia diane dilma dina dolores dominika"
    " dora doris dorota dorothea dragana dunja edda edita edith eleanor elena eleni elif elin"
    " elina elisabeth eliza elizabeth elke ella ellen elsa elvira elza emilia emily emma"
    " emmanuelle erika esra estelle esther eszter eunice eva eve evelyn ewa fadila farah fatima"
    " fatma fatou fatoumata fiona flora florence frances francesca frida gabriela galina"
    " genevieve georgia gerda gertrud giorgia gisela giulia gloria grace greta gretchen gudrun"
    " gwen hadja hala halina hana hanna hannah hanne harriet haruka heather hedda heidi helen"
    " helena helga hermine hilary hilda hilde hélène ida ilona ilse imelda ines inga inge ingrid"
    " inna ioana ipek irena irene irina iris irma isabel isabella isabelle ivana ivanka ivona"
    " izabela jacqueline jadwiga jana jane janet janina jasmina jelena jelka jennifer ji-woo"
    " joan joanna johanna jolanta josefina josephine jovana joyce juana judit judith julia"
    " juliana julie justyna kadri kaja karen karin karla karolina katalin katarina kataryna kate"
    " kateryna katherine kathleen katja katrin katrina katya keiko kerstin kinga kirsten klara"
    " kristin kristina krystyna ksenia laila lana lara larisa laura layla leila lena leonie"
    " leonor leonora lesia leyla lidia lidija lilia lilian liliana lina linda lisa lisbeth"
    " liudmila liv ljubica lois lola lora lorena lotte louisa louise luana lucia lucie lucy"
    " ludmila luiza lyudmila maddalena madeleine magda magdalena maia maja malala malgorzata"
    " manuela mara marcela margaret margareta margarita margot maria mariam mariana marianne"
    " marie marija marika marina marion marisa marit marja marlene marta martina mary maryam"
    " mathilde matilda maud maya mechthild melinda mercedes merete mia michelle mihaela mila"
    " milena milica mina mira mirela miriam mirjana mona monica monika muriel nadezhda nadia"
    " nadine nadja naima najat nana nancy naomi natalia natalie nataliya natasa natasha neda"
    " nela nevena nicole nina nino noemi noor nooshin nora nuria oana octavia oksana olena olga"
    " olha olive olivia oona ornella oxana paola patricia paula paulina pauline penelope petra"
    " petya phyllis pia pilar polina rachel radka rania raquel rebecca reem regina reiko renata"
    " rina rita roberta rosa rosalia rosalind rosario rose rosemary roxana roza ruta ruth sabina"
    " sabine sally salma salome samira sandra sanja sanna sara sarah selin selma serena sevgi"
    " sharon sheila shirley shu-fen sibel signe sigrid sigrun silvia simona simone sinead siri"
    " slavica sofia sofie solveig sonia sonja sophie stella susan suzanne svetlana svitlana"
    " sylvia sylvie tamar tamara tanja tatiana tatjana tea tereza tetiana thea theodora theresa"
    " tilda tina tove ulla ulrike ursula urszula valentina valeria valerie vanessa vera verena"
    " veronica veronika vesna victoria viktoria viola violeta virginia vivian wanda wendy xenia"
    " yael yana yasmin yelena yoko yolanda yulia yuliya yvette yvonne zaha zainab zaneta zehra"
    " zinaida zoe zofia zora zoya zsofia zuzana"
)
_MEN = word_set(
    " aaron abbas abdel abdul abdullah abel abu achim adam adel adil adnan adrian agustin ahmad"
    " ahmed ahmet aidan ajay akbar akira aksel alan albert albin aldo alec alejandro aleksandar"
    " aleksander aleksandr aleksi alessandro alexander alexandre alexandru alexei alexey alfonso"
    " alfred alfredo ali alp alvaro amadou amir amit amos anatol anatoly anders andre andrea"
    " andreas andrei andrej andres andrew andrey andrii andris andrzej angelo angus anil antal"
    " anthony antoine anton antonio antony antti anwar aram ari arman armen arnaud arne arnold"
    " arpad arsen artem arthur artur arturo arvid arvind asad asif askar aslan attila august"
    " axel aziz bakir balazs bart bartosz bashar basil bastian bayram bela ben bence bengt"
    " benjamin benoit bernard bernd bert bertrand bilal bill bjorn blaise bob bogdan bojan boris"
    " borislav boubacar branislav branko brendan brent brian bruce bruno burak carl carlo carlos"
    " cem cesar chad charles charlie chidi christian christophe christopher chuck claude claus"
    " clement clive colin conor constantin cornel costa cristian cyril cyrus dag dale damian"
    " damir dan daniel danilo dario darius darko david davit dean declan denis dennis derek"
    " didier diego dieter dimitar dimitri dimitris dinesh dirk dmitri dmitry dmytro domenico"
    " dominic dominik donald douglas dov dragan drago dusan dylan eamon earl ed edgar eduard"
    " eduardo edvard edward edwin eero efraim egon einar elias elijah elmar emanuel emil emilio"
    " emin emir emmanuel emre enda endre enrique enver erdal eric erik ernest ernst ervin eugen"
    " eugene evan evgeny ewan ezra fabian fabio fadi fahd faisal farid faruk fedor felix ferenc"
    " fergus fernando fethi filip finn florian francesco francis francisco franco frank frank-"
    " walter franz françois fred frederick fredrik friedrich fuad gabor gabriel gareth gary"
    " gaston gavin gavril gediminas geert gene geoffrey georg george georges georgi georgy"
    " gerald gerard gerhard gheorghe giacomo gianni gideon gil gilbert gilles giorgi giorgos"
    " giovanni giuseppe glenn goran gordon graham grant greg gregory grigore grigory guido"
    " guillaume gunnar gustaf gustav gustavo guy gyorgy haakon habib hakan hakim halil hamid"
    " hamza hans harald hari harold harry hasan hashim hassan heikki heiner heinrich heinz"
    " helmut hendrik henk henri henrik henry herbert herman hidayat hiroshi horst hovhannes"
    " howard hubert hugh hugo husni hussein ian ibrahim ignacio igor ihor ilham ilie ilir iliya"
    " ilya imad imran ingmar inigo ioan ion ionut isa isaac ismail issa istvan itzik ivan ivaylo"
    " ivo jaak jaap jacek jack jacob jacobo jacques jaime jakob jakub jalal jamal james jamil"
    " jan janez janis janko jannis janos janusz jared jari jarmo jaroslav jason jasper javad"
    " javier jay jean-pierre jeff jeffrey jens jeremy jerome jerzy jesper jesus jim jiri joachim"
    " joakim joao joaquin jochen joe joel joerg johan johannes john jon jonas jonathan joost"
    " joren jorg jorge josef joseph joshua josip josé jozef juan juha julian julien julio julius"
    " juri juris justin jürgen kaan kader kadir kai kaleb kamal kamil kamran kareem karim karl"
    " karol kaspar kasper kazimierz keijo keir keith kemal ken kenan kenneth kent kerem kevin"
    " kevork khaled khalid khalil kiril klaus klemens knud kofi konrad konstantin kostas kostya"
    " krisztian krzysztof kurt kyle kyriakos laci lajos lance larry lars lasse laszlo laurent"
    " lauri lawrence lazar leif len leo leon leonard leonid leopold leszek lev levan levent"
    " lewis liam lionel ljubomir lorenzo louis luc luca lucas lucian ludwig luis lukas lukasz"
    " luke maarten maciej magdi magnus mahdi maher mahmoud mahmud maksim malcolm malik manfred"
    " manuel marc marcel marcin marco marcus marek marian marin mario marius mark marko markus"
    " martin martti marty massimo masud mateusz mathias mathieu matias matt matteo matthew"
    " matthias matti maurice maurizio mauro max maxim maximilian mehdi mehmet mel mert mevlut"
    " michael michel miguel mihai mihail mihaly mika mikael mike mikhail mikko miklos mikolaj"
    " milan milo milorad milos miloslav miloš mindaugas mircea miro miroslav mirza misha modibo"
    " mohamed mohammad mohammed momcilo morten moshe moussa muhammad murad murat murray musa"
    " mustafa mustapha mykola nabil nader naftali nasser nathan nathaniel ned neil nelson nenad"
    " nicholas nick nico nicolae nicolas nicu niels nigel nikhil nikita niklas nikola nikolai"
    " nikos nils nir noah noam noel norbert norman nuri octavian oded olaf olav oleg oleh"
    " oleksandr oleksii oliver olivier olli omar omer oriol orlando osama oscar oskar osman"
    " otmar otto ovidiu owen ozan pablo pascal patrice patrick patrik paul paulo pavel pavlo"
    " pawel payam peder pedro pekka per petar peter petr petra-jan petri petro petros petru"
    " philip philippe pierluigi pierre piet pieter piotr pjotr predrag primoz pyotr radek rado"
    " radoslav radoslaw radu rafael rafal rafik rahul raimo rainer raj rajiv ralph ramiro ramon"
    " ramzi randall randy rashad raul ravi ray raymond razvan recep reinhard remi rene reuben"
    " rex reza ricardo riccardo richard rick rihards roald rob robert roberto robin rod rodrigo"
    " roger roland rolf roman romeo ron ronald rory ross roy ruben rudolf rune rupert ruslan"
    " russell rustam ryan saad sabri said sakari salah salim salman salvatore sam sami samir"
    " samuel sandor sanjay santiago sasha saul scott sead sean sebastian selim semyon serban"
    " serge sergei sergey sergio sergiu serhii seth shane shaun shimon sid sigmund silviu simeon"
    " simo simon slavko slobodan sorin spyros srdjan stanislav stanislaw stathis stavros stefan"
    " stefano stelian stephan stephen steve steven stig stipe stjepan stoyan stuart sulejman"
    " suleyman sultan sven taavi tadeusz taha tahir tamas taras tarik tariq tauno ted teemu"
    " teodor terence terry theo thierry thomas thorsten tibor tigran tihomir timo timothy timur"
    " tobias todd todor toivo tom tomas tomasz tomaz tomislav tony toomas tor torben torsten"
    " traian trevor tristan tudor tuomas tzvi udo ueli ugo ulf ulrich umar umberto urmas usman"
    " uwe vaclav vadim vahagn valdis valentin valeri valerio valery vardan vasco vasil vasile"
    " vaso vassilis veli veljko vic victor vidar vikram viktor viljar ville vincent vincenzo"
    " vinko virgil vitali vitaly vito vittorio vlad vladimir vladislav vlado vojislav volker"
    " volodymyr vuk vytautas wael waldemar walid wally walter warren wayan wayne werner wes"
    " wiktor wilhelm will willem willi william wim witold wojciech wolfgang xavier yair yannis"
    " yaroslav yegor yevhen yiannis yitzhak yosef yossi youssef yousuf yuri yuval yves zaki"
    " zbigniew zdenek zdravko zeev zeki zeljko zenon zhan zoltan zoran zvi zygmunt"
)
_FEMALE = re.compile(
    r"(?:ia|ina|ella|etta|elle|ette|ine|anna|ana|ena|isa|ita|ora|ika|ija|ela"
    r"|lla)$"
)


def called(text: str) -> dict[str, Sex]:
    """Return the sex of last names that a text calls Mr or Mrs.

    Examples
    --------
    >>> called("Mr. Osten met Ms Renn.")
    {'osten': 'm', 'renn': 'f'}
    """
    return {
        key(m["name"])[-1]: "m" if m["m"] else "f" for m in _CALLED.finditer(text) if key(m["name"])
    }


def sex(name: str, said: dict[str, Sex]) -> Sex:
    """Return the sex of somebody by what the text calls him, or by the first name.

    Examples
    --------
    >>> sex("Giorgia Meloni", {}), sex("Keir Starmer", {}), sex("Kim Osten", {})
    ('f', 'm', '')
    """
    words = key(name)
    if len(words) < 2:
        return ""
    if words[-1] in said:
        return said[words[-1]]
    first = words[0]
    if first in _WOMEN or first in _MEN:
        return "f" if first in _WOMEN else "m"
    return "f" if len(first) > 3 and _FEMALE.search(first) else ""
