/**
 * Words of English beyond those an explanation is made of, by how many independent texts (manuals, descriptions of packages, remarks in code) have them in lower case. Names of
 * commands, of packages and of programs are left out, and forms that the rules of `vocabulary.ts` make of another word. They pass only where no name would stand: `position.ts`.
 */
const WORDS = `
abandon abandonment abate abbr abbrev abbreviate abbreviation aberrant aberrations abide ability abortion abortive abound abridged abridgment abroad abrupt absence absent
absolute absorb absorption abstract abstraction absurd abundance abundant abuse abusive abutting abysmal academic accelerate acceleration accelerator accent acceptability
acceptable acceptance acceptor accessibility accessible accession accessor accessory accident accommodate accommodation accompany accomplice accomplish accomplishment accord
accordance accordion accountable accredited accrued accrues accumulation accumulative accumulator accuracy accurate accusative accustomed aces aches achievable achieve acid
acknowledge acoustic acquainted acquiescence acquire acquisition acronym act actionable activate activation actor actual actuality actuarial actuate acuity acute adapt
adaptability adaptable adaptation adaptive adaptor addend addendum addition additional additive addressable addressee adept adequate adhere adherence adherent adieu adj adjacent
adjective adjust adjustable adjustment administer administrate administrative admirable admission admit admittance admonition ado adopt adoption adored adorn ads adult adv
advance advancements advantage advantageous advent adventure adventurous adversarial adversary adverse advertise advertisement advice advisable advise advisement advisory
advocate aegis aerial aesthetic aesthetically affair affect affectionately affiliated affiliates affiliation affirmative affirms affix afflict afford aforementioned aforesaid
afoul afraid afresh afterburner aftermath afternoon aftertaste afterward agar agencies agenda agent agglomerated agglomeration aggravate agile agnostic ago agreeable agreements
ahead ahem aid aimed aiming aims air aircraft airplane akin alabaster alarm alas alb albeit album alert algebra algebraic algebraically algorithm algorithmic alias align
alignment alike alive allayed allegation alleged alleging alleviate allied allocator allot allotment allowable allowance alluded alluvial almanac almond alongside aloud alpha
alphabet alphabetic alphabetical alphabetize alphanumeric alright alt alterable alteration alternate alternation alternative altho alto alumni amalgamated amass amateur amazing
ambassador ambient ambiguity ambiguous ambitious ambivalent ameliorates amen amenable amend amendment amenity amino amiss amnesty amortize amp ampersand ample amplification
amplify amplitudes amt amusing anachronism anagram anal analogous analogs analogue analogy analyse analysis analytic analytical analyze anarchists anatomy ancestor ancestral
ancestry anchor ancient ancillary androids anecdotal anew angle angry angular animal animate animation animator anime annotate annotation announce announcement annoy annoyance
annual anode anomalies anomalous anon anonymity ante antecedent antenna anthology anti antibody anticipate anticipation anticipatory antique antivirus ants anyhow anymore
anyplace anytime anyway ape apex apiece aplenty apologies apologize apostrophes app appalling apparatus apparel apparent appeal appearance append appendices appendix appetite
appliance applicability applicable applicant appraisal appraise appreciable appreciate appreciation approach appropriate approval approve approximate approximation arbitrary
arbitrate arbitration arbitrator arcade arcane archaeology archaic archery arches archetypes architect architectural architecture arcs arena arguable argue aria arise arithmetic
arithmetically arm armor army arose arrange arrangement arrant arrival arrive arrow arrowhead art artefact article articulate articulation artifact artillery artist artwork
ascend ascent ascertain ascribe asp asparagus aspect aspires aspiring assassination assay assemblage assemble assent assert assertion assess assessment asset assignable
assignment assimilate assimilation assist assistance assistant assoc associate association associative assorted assortment assume assumption assurance assure aster asterisk
asteroid astonishing astounding astral astronauts astronomers astronomical astrophysics asymmetric asymmetrical asymmetry asymptotic asymptotically ate atlas atoll atomic atoms
atrocious attachment attack attain attainment attend attendant attention attentive attenuated attestation attested attitude attractive attribution attributive atty atypical
auction audible audience audio audiovisual auditor augment augmentation aural auspices auth authentic authenticate authentication authenticity author authoritative authority
authorization authorize authorship auto automata automate automatic automatically automation automaton automotive autonomous autopilot auxiliary avail availability avatar avenue
averse avert avg avionics avocado avoidable avoidance await awaken awarded aware away awe awful awhile awkward awoken awry axes axis azimuth babel bachelor back backbone backend
backfire backgammon backlash backslash backspace backstop backtrace backtrack backward bacteria bacterial badges baffling bag baggage bail bailout bait bake balance ball
ballistics balloon balloted ballpark ban banal banana band banishment bank banner baptized bar barbarous barbed bare barf bargain bark barns baroque barrel barren barriers base
baseboard baseless baseline bashed basically basis baskets bass bastard bastion batchwise battery battle baud bay bazillions beaker beams beans bear bearable beast beat beaten
beautification beautiful beautify beauty beehive beeping beeps beet beetles beforehand beg beginner behave behavioral behemoth beholder behooves beige belatedly belief believable
believe bell belt bench benchmark bending beneath beneficial benign bent bespoke bestow bet beta betoken betray bevel beverages beware bewildering bias biblical bibliographic
bibliographical bibliography bid bidirectional bifurcation biggie billboards billed billiards billing billion bills bin binary bindings bingo binomial biological biomedical
bionic bipartite bipolar birds birth bisect bisection bishop bitch bite bitmap bitter bizarre blab black blacklist bladder blade blah blame bland blank blanket blat blazing
bleach bled bleed blemish blend bless bletch blew blind bling blink blip blithe bloat blob blockage blockchain blog blood bloody blow blown blue blueprint blunder blunt blur
blurb blurry blurt boar board boasts bode body bogged bogon bogus boil boilerplate bold boldface bolster bolted bolts bomb bond bondage bone bonsai bonus boo book bookkeeper
bookkeeping bookmark bookshelf bookstore boolean boom boost bootstrap bop border borderline bore born borne borrow boss bot botched botches botching bothered bothering bounce
boundaries bounty bowed bowels bower bows box boxcar bra brace bracket braid braille brain brainstorming brake branch brand bravery bravo breach bread breadth breakable breakage
breakdown breakfast breakpoints breakthroughs breakup breast breath breathe breed brevity brew brick brickbats bright brighten brilliant brisk brittle broaden brokered bronze
browse brunt brush brutal brute bubble buddy buff bug buggy buildup built bulb bulky bullet bulletin bulletproof bump bumpy bun bunch bundle bunnies burden bureaucracy buried
buries burlap burn burrito burying bus busboy busses bust butchered butter button buy buzzword bye bypass byproduct bystander bytecode cab cabal cable cacophony cad cadence
caffeinated cake cal calculation calculator calculus calendar calibrate calibration calibrator callable callback calm camcorder camera campaign canard canaries cancelation
cancellation cancer candidate candies candle canonical canonize cant canvas cap capable capacitor capital capitalization capitalize capsule captain caption captive capture car
caramel caravan carbon card cardio care careful careless caret carnivorous carol carousel carriage cartoons carve cascade cash cashier cassette casual catalog catalogue
catastrophic catastrophically catch catchall catchup categorical categorization categorize category cater cathode cation cats caught causality causative cauterized caution
cautionary cautious cave caveat cease ceaseless cedilla ceiling cell cellular censor census cent centipede central centralize centurion century certain certainty certification
certify cessation chain chair chalk challenge changeable changeover channel chaos chaotic chapter char character characterization characterize charge charm charset chart chases
chasing chassis chat chatter chattiness cheapening cheat checkbook checklist checkout checkpoint cheer cheerfully cheeses cheetah chem chemical chemistry cherry chess chessboard
chests chevron chew chi chicanery chick chicken childless chili chimeras chink chip chocolate choice choke chomp chop choppy chord chore choreographic chorus chromatic chromosome
chronic chronological chucks chunk chunky churn cicada cigar cilium cinder cinematography cipher circa circle circuit circuitry circular circularity circulate circulation
circumflex circumlocutions circumscribe circumspect circumstance circumvent circumvention circus cirrus cis citation cite citizen city civil civilized claim clamp clap
clarification clarify clarity clash classic classical classification classify classless cleanliness cleanse cleanup clerical clever click clickable climbs clinic clip clipboard
clobber clockwise clog closet closure cloth cloud club cluck clue clump clumsy clutter coalesce coarse coast coastline coaxed cob cobalt cobbled codding coddle coefficient coerce
coercion coexist coexistence coffee cogent cognitive coherence coherent cohesive cohort coil coin coincide coincidence coincident coincidental collaborate collaboration
collaborative collaborator collage collapse collapsible collate collateral collation collection collective collector collide collie collision collocated collocates collocating
collocation colloquial colon colonies color coloration colorblind colorful colorless colossal colour cols combat combination combo comfort comfortable comic comma commandline
commence commencement commensurate comment commentary commerce commercial commission commitment commodity commonplace communal communicate communication communism community
commutative compactor companies companion comparative compartments compass compatibility compatriots compelled compelling compendium compensate compensation compete competent
competition competitive competitor complain complaint complement complementary complexity compliance compliant complicate complication compliment complimentary comply component
compose composite composition compound comprehend comprehensible comprehension comprehensive compress compressor compromise compulsory computation computational con concatenate
concatenation concave conceal concede conceivable conceived concentrate concentration concept conception conceptual concert concise conclude conclusion conclusive concoct concord
concrete concurrency concurring condensation condense conditional conducted conducting conducts conduit cone confer conference confess confession confetti confidence confident
confidential confidentiality configurable configure confine confinement confirmation conflict confluent conform conformance conformity confronted confuse confusion congest
congratulations congruence congruent conical conj conjecture conjugate conjunction conjunctive connectivity connector connote conquest conquistador conscientious conscious
consecutive consensus consent consequence consequent consequential conservation conservatory conserve consider considerate consideration consignment consistency consolidate
consolidation consonant conspicuous constancy constellation consternation constituent constitute constrain constraint constrict construct construction constructor construe
consult consultancy consultation consumable cont contact contactable containment contaminate contamination contemplate contemporary contemptible contestant contextual continent
continental contingency contingent continual continuation contort contortions contour contract contraction contractors contradict contradiction contradictory contrary contrast
contravene contravention contribution contributory contrive controllable controller controversial controversy conundrum convenience convenient convention conventional converge
convergence convergent conversation conversational converse convertible convex convey conveyor convince convoluted convolution cookbook cooked cookie cooking cool cooperate
cooperation cooperative coordinate coordination cop cope copiers copious copper copyleft copyright cord cork corn cornucopia corollary corpora corporate corpus correct
correctable correction corrective corrector correlate correlation correspondence correspondents corroborate corrupt corruption cortical cosine cosmetic cosmetically cosmic
cosmology cot counsel countdown counteract counterclaim counterclockwise counterexample countermand counterpart countless country coup couple coupon course court courteous
courtesy cousin coverage covert cow coworker crack craft cram cramp crank crap crappy crate crawl craziness crazy creation creative creator creature credit creep crept cribbed
cripple crisp criteria criterion critic criticism critique croak crop cropper cross crossover crossword crowd crown crucial crud cruddy crude cruelly cruelty cruft crufty cruise
crumb crumbles crumpets crunch crux cry crypt cryptographic cryptography crystallographic crystals cub cube cubic cuckoo cud cuddle cue cuisine cull culmination culprit cultural
culture cumbersome cumulative cuneiform cupboard cur curb cure curiosity curious currency curried cursed curses cursor curtail curve custodial customary customization customize
cute cutoff cutouts cybernetic cyclic cyclical cylinder cylindrical czars dad daisy damage damn damp dampen dance dandy danger dangerous dangling dare dark darken darkroom
darling dashboard dashed dashes dashing datatype dated dates dating datum daunting dawn daylight daytime deactivate dead deadlock deaf deal dealt dear death deb debatable debate
debited debt decade decadent decapitate decay decelerate decent decentralized deceptive decide decimated decipher decision decisive decks declaim declarative declension decline
decode decommission decompose decomposition decompress decompression deconstruction decor decorate decoration decorative decorator decree decrement decrypt dedicate dedication
deduce deducible deduct deduction deductive deed deem deepen deer defeat defect defective defend defendant defense defensible defensive defer deference deficiency deficient
deficit definable define definite definitive deflate deflation defragment defunct degenerate degradation degrade delegate delegation deletion deliberation delicate delightful
deliminator delimit delineated delirious delirium deliver delivery delta delving demarcate demise demo demographic demon demonstrably demonstrate demonstration demonstrative
demonstrator demote den denial denizens denominated denominator denote density dental depart departure depend dependant dependence dependency depict depictions depleted depletion
deploy deployment deposit depot deprecate deprecation depreciate depreciation depressed depriving derail derivable derivation derivative derive derogatory descend descendant
descendent descent describe description descriptive desensitizing deserve design designated designates designating designation desirable desire desk desolation despair desperate
desperation despicable despises destined destroy destruct destruction destructive detach detachable detachment detains detect detectable detection detective detector deter
deteriorate determinable determinate determination determine determinism deterministic detract detriment detrimental develop development deviate deviation devious devise devote
devour dexterity diacritic diacritical diagnose diagnosis diagnostic diagnosticians diagonal diagram dial dialect dialogs dialogue diameter diamond diary dice dicey dichotomy
dicker dictate dictation dictionary dictum die dieresis diesel diet diff differential differentiate differentiation difficult difficulty diffraction diffusion dig digestion digit
digital digraph digression dilemma diligent dilly dim dimension dimensional diminish dimwitted dine dink dinosaurs diodes dip dire direction directional directive directors
dirtiness dis disable disablement disadvantage disagree disagreement disallow disambiguate disambiguation disappear disappearance disappointed disarm disarray disassemble
disassociate disaster disastrous disc discard discern discernible discharge disciple discipline disclaim disclose disclosure disco disconnection discontent discontinue
discontinuity discontinuous discounted discounting discounts discourage discover discovery discrepancy discrete discretion discretionary discriminant discriminate discrimination
discuss discussion disease disengaged disentangled disfavor disguised dished dishes disinterest disjoint diskette dislike dismantled dismiss dismounted disorder disown disparate
disparity dispatch dispense dispersion displace displacement display displayable disposal dispose disposition disproportionate disputable disputes disregard disrupt disruption
disruptive dissect dissection dissemination dissertation dissimilar dissimilarity dissociate dissolve dissuade distance distant distilled distiller distinction distinctive
distinguish distinguishable distort distortion distracted distracting distraction distressed distribute distributive distributor distro distrusts disturb disused ditch dither
ditto dive diverge divergence divergent diverse diversion diversity divert dividend divine divisibility divisible division divisional divisor divulging doable doc dock doctor
doctrines document documentation dodge dodo dog dogfight dole doll dollar domain dome domestic domination dominos donate donation dongles donor donuts doodad doodling door
doorbell dopey dormant dose dot dotty double doublet doubt doubtful doubtless dove downgrade downhill download downloadable downright downstream downswing downtime downward doze
dozen dpi draft drag dragon dragonfly drain dramatic dramatically dramatization drastic drastically draw drawback drawn dreaded dreadful dressed drift drill drink drivel driven
droplet drove drowning drudgery drug drum drumstick dry dual dubbed dubious duh dull dumb dummy dumped dumping dumps dungeon dunning dunno dupe duplex duplicate duplication
duplicator durability durable dust duty dwarf dwell dwindle dye dynamical dysfunctional eager eagle ear earn earthworm ease east eastward easy eat eaten eavesdrop eavesdroppers
ebb eccentric echelon echoed echoes echoing echos eclipsed ecological economic economical economy ecosystem edge edgy edible edification edit editable edition editorial educate
education educational effort effortless egg eggplant egoist egregious egress eigenvalue eight eighth ejected ejecting ejection elaborate elaborations elapse elastic elasticity
elect election electrical electricity electromagnetic electronic electronically elegance elegant elementary elevate elevation eleven elicit elide eligibility eligible eliminate
elimination elision ell ellipse ellipsis elliptic elliptical elms elsewhere elucidate email emanate embargo embarking embarrassing embarrassment embed emblem embodiment embody
embolden embossed embraces emerge emergency emergent emeritus emission emit emoji emotes emoticons emotional empathy emperor emphasis emphasise emphasize emphatic emphatically
empirical employ employees employment empowered emptiness ems emu emulate emulator enable encapsulate encapsulation encase encircle enclave enclose enclosure encode encompass
encounter encourage encouragement encrypt encumbered encyclopedia endearing endeavor endian endless endorse endorsement endow endure enemy energetic enforce enforceable
enforcement engage engagement engine engraved engraving enhance enhancement enjoy enjoyment enlarge enlightened enlightening enlisted enlistment enormity enormous enough enquire
enquiry enrich enrichment enroll enrollment ensemble enshrining enslave enslavement ensue ensure entail entanglement enterprise entertainment enthusiasm enthusiast
enthusiastically entirety entitled entitlement entity entrance entropy enumerable enumerate enumeration envelope environment environmental envisage envision ephemeral epic
epidemic epidemiology epilog epilogue episode episodic epithet epitomize epoch epsilon equality equalize equate equation equator equidistant equipped equitable equivalence
equivalent era eradicate eradication erase erasure ergonomic erode err errand errant errata erratic erratum erroneous escalate escalation escape escapee esoteric esp essay
essence est establish establishment estate estimable estimation estimator etc etch eternal eternity ether ethical evade evaluate evaluation eve eventual everybody evict eviction
evident evil evoke evolve ewe exacerbate exact exaggerated exam examination excellence excellent except exception exceptional excerpt excess excessive exchange exchangeable
excised excitement exciting excl exclaim exclamation exclusion exclusive exclusivity excruciating excursion excuse executable executor exegesis exemplary exemplify exempt
exemption exercise exert exertion exhaustive exhibit exhort existence existent exonerate exorbitant exotic expand expansion expectancy expectation expedite expend expendable
expenditure expense experience experiment experimental experimentation expert expertise expiration expiry explanatory explicable explicit explode exploit exploitation exploration
exploratory explore explosion expo exponent exponential exponentiation export expose exposition expository exposure express expressible expressive expunged extant extend
extendable extendible extensional extensive extinct extinction extinguish extra extract extraction extractor extraneous extraordinary extrapolate extrusion eyeballed eyeballing
eyeballs eyes fabricated fabrication fabulous facade face facet facilitate facility factor factorial factorization factorize factory factual faculty fade faint faithful fake
fallback fallen fallout falsity fame familiar familiarity familiarize family famous fan fanatical fancy fanfare fantastic fantasy fare farm fart farthest fascinating fashion fat
fatal fatalistic fate father fattening faulty favor favorable favorite favour fax fear fearful feasibility feasible feat fed federated federation fee feeble feedback feel feet
fellow fellowship felt female feminine fen fence fer ferocious ferry fertility fetch fib fiction fictional fictitious fiddle fidelity fie fierce fiery fifteen fifty fight
filename fill film filtrable finale finalist finalize finance financial findings fine fingering fingernails fingerprint fingers finicky finite fir firm firmware fiscal fishy fist
fistful fit fitful five fix fixable fixate fixation fixture fizz flakes flakiness flaky flame flanking flap flapjack flash flat flatten flavor flaw flawlessly fledged fledgling
fleet flesh flexibility flexible flicker flight flipped flipper flipping flips float flocking flood floored flop floppy florin flow fluctuate fluctuation fluently fluffiest
fluidity fluorescence flurry flux fly flyweight focal focus fog foil fold folk folklore followup folly fondue font foo foobar food foodstuffs fool foolish foolproof football
footer footing footnote footprint fora forbid force forceful forcibly fore forecast forego foreign forensic foresee foreseeable foresight forestall forests foretold forever
forewarned forfeit forged forgery forges forgetful forgive forgo forgot formal formalism formalization formalize formation formatter formerly formula formulae formulate
formulation fort forth forthcoming forthwith fortification fortify fortuitously fortunate fortune forty forum forward foundry fount fountain four fourteen fourth foxtrot fractal
fractional fracture frag fragile fragility fragment frankly frantic fraudulently fraught fray freaking freaky freedom freestanding freeware frenetic freshen fret friction friend
friendliness frieze frightening frills fringe frivolously fro front frontend frosty frown fruit fruity frustrate frustration ftps fudge fulfil fulfill fulfillment fumble fun
functional functionality fund fundamental funeral fungal funky funnel funny fur furnished furnishes furniture furthest fusions fussy futile future futzed fuzzed fuzzing fuzzy fwd
gadget gag gain galactic gallery game gamma gang gap garb garbage garbanzo garble garden garnered gas gasp gate gateway gaudy gauge geared gee gel gems gen gender gene genealogy
general generality generalization generalize generation generative generator generic generically generous genetic genie genitive genome genre gentle geodesic geographic
geographical geography geometric geometrical geometry geophysical geostationary gesture ghostly ghosts giant gibberish gift gigantic gin ginger gingerbread giveaway glacially
glad glancing glaring glasses gleaned gleaning gleans glib glitch glob globe glorified glorious glory gloss glossary glue glut gluttonous glyph gnats gnu goal gobble gobbledygook
god goddamn golf gonna goodbye goodies goodwill goofy gory gossip gotcha gotta gotten gourd govern government grabbed grabber grabbing grabs graceful gracious grad grade gradient
gradual graduate graduation graffiti graft grail grain gram grammar grammatical gramophone grand grandchild grandchildren grandfathered grandparent grant granular granularity
graph graphic graphical grateful grater gratis gratitude gratuitous grave gravity gravy gray greediness greedy green greet gremlin grepped grepping greps grey grid gridlock grief
grind grinned grip gripe grokked groks grossly ground groundwork groupings grovels growl grub grudgingly gruesome grumpy guarantee guard guardians guess guessable guesswork
guidance guide guideline guilty guinea guise guitar gumbo gumdrop gun gunboat gunk guru guts gutter guy guzzle habit habitual hack hackish hair hairpin hairy half halfway
hallmark halos halt halve ham hamburger hammer hamper hand handcrafted handful handheld handset handwriting handwritten handy hank haphazard happy hard hardcoded harden hardwired
hardworking hare harm harmonic harmonious harmonization harmonize harry harsh harvest hashtag hassle hasten hasty hatch hate haul haven haw haystack haywire hazard hazardous hazy
head headaches headless headline headroom headset headword heady healed healing health healthcare hear heard hearsay heart heat heck hectored hedgehogs heft hefty height heighten
heir helical hell hello helpless hemorrhage hen henceforth her herd hereafter hereby herein hereof hereto hermetic hermitage heroic hesitant hesitate heterogeneous heuristic hex
hexagon hexagonal hibernate hibernation hiccup hid hidden hide hideous hierarchical hierarchy highlight hijack hiking hills him himself hinder hindrance hindsight hing hint hires
his historic historical history hitherto hoards hobgoblin hoc hog hoist hole holiday hollow homegrown homepage homogeneity homogeneous honest honor hood hoodoo hook hookup hoopla
hoops hooray hop hope hopefully hopeless hopscotch horizontal horrendously horrible horrific horror horse hose hospital hostile hostname hotel hotkey hotspot hotter hottest
household hover howdy hrs html hub hue hug huh hull hum human humanity humanize humble humdrum humidity humongous hump hundred hundredth hungry hunk hunting hurdle hurry hurt
hush hybrid hybridized hydrated hydrating hydrology hygiene hyper hyperbolic hyperlink hypertext hyphen hyphenate hyphenation hypotenuse hypotheses hypothesize hypothetical
hysteresis icky icon idea ideal idealists idealized idempotent identifiable identification identify idiocy idiom idiomatic idiosyncrasies idiosyncratic idiot idiotic ignorance
ignorant ignore iii ill illegal illegitimate illogical illuminate illusion illustrate illustration illustrative image imaginary imagine imbalance imbue imitate imitation
immaterial immature immediate immemorial immense immersive imminent immortal immune immunity immutable imp impair impairments impart impasse impatient impedance impede impediment
impending imperative imperceptible imperfect imperial impersonate impersonation impersonator impervious impetus implantation implausible implement implementable implementation
implicate implication implicit implode implore impolitic import importance importation impose imposition impossibility imposters impracticable impractical imprecise imprecision
impress impression imprint improbable improper improvement improvise impudence impulse impure imputation imputing inability inaccessibility inaccessible inaccuracy inaccurate
inactivity inadequacy inadequate inadvertent inadvisable inanimate inapplicable inappropriate inasmuch inbound inbox inbuilt incantation incapable incarnation incentive inception
incessant inch inchoate incidence incident incidental incipient inclination inclined inclusion inclusive incoherent incoming incompatibility incompatible incomprehensible
inconclusive inconsequential inconsistency inconstant inconvenience inconvenient incorporate incorporation incorrect incredibly increment incremental incumbent incur ind indebted
indecent indefinite indemnify indemnity indent indentation independence indeterminate indication indicative indicator indices indigenous indigestion indigo indirection
indiscriminately indispensable indistinguishable indivisibility indivisible indoor induce inducement inductive industrious industry ineffective inefficiency inelegant inequality
inert inertia inessential inevitable inexact inexpensive inexplicable infamous infamy infeasible infelicities infer inference inferential inferior infinite infinitesimal infinity
infix inflate inflect inflection inflectional inflexible inflicting influence influential inform informal informational informative infrared infrastructure infrequent infringe
infringement ingest ingestion ingredient ingress inhabited inherent inherit inheritance inhibit inhibition initialization initialize initiate initiation initiator inject
injection injector injury inked inky inlet inline innards inner innermost innocent innocuous innovation innovative innumerable inoperative input inquire inquiry insane insanity
inscribed insects insecure insecurity insensitive insensitivity insert insertion insidious insight insightful insignificant insist insofar inspection inspiration inspired
inspires inspiring instability instal installation instance instantaneous instantiate instigated instituted institutes institution institutional instruct instructional
instructive instrument instrumental instrumentation insufficient insulate insurance insure insurmountable int intact intake integral integrate integration integrator integrity
intellectual intelligence intelligent intelligibility intelligible intend intense intensify intensity intensive intent intention interact interaction intercept interception
interceptor interchangeable interchanged interchanging interconnect interconnection interdependence interdependent interfere interference interim interior interject interlace
interleave interlock intermediary intermediate intermingled intermingles intermingling intern internalize international internationalize internship interoperability
interplanetary interpolate interpolation interpose interposition interpret interpretation interpretative interrelated interrogate interrogation interrogative interruption
intersect intersection intersperse interstellar intertwined intervene intervention interweaving intimate intimidating intolerant intranet intricacies intricate intriguing
intrinsic intrinsically intro introduce introduction introductory introspection introspective intrude intrusion intrusive intuit intuitions intuitive inundate invaders invading
invalid invalidate invalidation invalidity invaluable invariably invariant invasion invasive invent invention inventory inverse inversion invert invest investigation invigorating
invisible invitation invite invocation invoice invoke involuntary involve involvement inward ions iota irrational irreconcilable irrecoverable irregularities irrelevancy
irrelevant irremediably irrespective irreversible irrevocable irritated irritating island isolate isolation isometric isomorphic isotopes isotopic issuance italic italicized itch
itemization itemize iterable iterate iteration iterative iterator jacket jagged jaguar jail jailbreak jam jarring jars jazz jerky jet jiffy jig jigsaw jockey joined joiner
joining joins joint joke journey joysticks judge judgement judgment judicial judicious juggle juice jukebox jumbled jumbo jump junctions juncture junk junkies jurisdiction jury
justifiable justification justify jut juxtaposing kaboom karaoke kazoo keen keybinding keyboard keystroke keyword kick kickoff kid kilo kilometer kin kinda kindergarten
kinematics kiosk kiss kitchen kits kitten kludge kluge knee knew knife knit knob knock knot knowledge knowledgeable kudos label laborious labyrinth lackey lacunae ladder lag
laggard laid lakes lambda lamely lamp land landlocked landmark landscape languid laptop lasagna laser lasso lat latch latent latex latitude latrine latter lattices laugh laundry
law lawfully lawsuit lawyer lax lay layman layout lazy lea leadership leaf leafless league leakage leaky lean leap learn learnt lease lecture ledgers leeway leftmost leftover
leftwards leg legacy legal legalese legality legend legendary legibility legible legitimate leisure lend lengthen lengthy lenient lens lent lessen lesson lessor lest lethal
lethargic letter leverage levers lexer lexical lexicographer lexicons liability liable liaison lib liberal liberated liberating liberation liberty licence licensed licensee
licenses licensing lid lien lieu lieutenant life lifecycle lifespan lifetime lift liftoff ligature lighten likelihood limb lime limitation limitless linchpin lineage linear
linefeed lineup linger lingo linguistic linkage lint lion lips listings lit lite literacy literal literary literate literature lithium lithography litigation litter live
liveliness loadable loanwords lobby lobster locality localization localize located locates locating loci lockable lockstep lockup loftier logarithm logarithmic logger logic
logjam logo logoff logon lone lonesome longhand longitude longtime lookalike loom loophole loose loosen lop lopsided lore lossless lot loudmouth lousy lovely loves lowercase
lozenge lucid luck lucky ludicrously lug lull lumberjack luminescence luminosity lump lunch lurk luxury lying lyrics macaroon mace machinable machinery macho macrology macron mad
magazines magenta magic magical magnet magnetic magnifications magnify maid maiden mail mailbox mailman mainframe mainland mainline mainstay mainstream maintain maintainability
maintainable makeup male malformation malformed malfunction malicious malign mall malleable manageability manageable management mandate mandatory manger mangle mango mania
manifest manifestation manifold manipulate manipulation manipulator manner manor mans mantissa mantra manual manufacture manuscript mapper marching margin marginalia maritime
mark market marketplace markup married marshal marshmallow martian marzipan mascot masculine mashes mashing masochistic masquerade mass massage massive master material
materialize math mathematical mathematicians mathematics matrices matrix matting mature maturity max maximal maximization maximize maze meager meagre meaningless meantime
measurable mechanical mechanics mechanism meddle media medial mediate mediation medical medieval mediocre meditate medium meet megs melancholia melodrama membership memorable
memorize memos men menial menstrual mental mention mentoring menu meows mercenaries mercy mere meridian merit mesa mesh mess messenger messiness messy met meta metal metaphor
meteor meteorological methodically methodology meticulous metric metro metronome mfg mice microchips microcode microcomputer microns microphone microprocessor microscopic
microscopy mid midnight midpoint midst midway midyear mighty migrate mileage milestone militant military mill millimeters million millionth mime mimic mimicked mimicking min mind
mindful mindless mine minesweeper mingle mini miniature minicomputer minim minimal minimalist minimise minimization minimize miniscule minnow mint minuend minus minuscule minutia
mirror misalignment misapplication misbehave misbehavior misc miscalculate miscalculation miscellaneous miscellany mischief mischievous misconception misconstrued miscount
misdiagnosed misdiagnosing miserably misfeature misfire misfortune misguided misguiding mishandle mishmash misidentified misidentifies misinterpret misinterpretation mislead
misled mismanagement mismatch misnomer misplaced misprint mispronunciation misrepresent misshapen mission misspell misspelt mistake mistaken mistook mists mistype
misunderstanding misunderstood misuse mitered mitigate mitigation mix mixture mnemonic moaning mobile mobility mobs mock mod modal model modem moderation moderator modern
modernization modernized modernizing modifiable modification modifiers modular modulation modulo modulus molecular molecule mom momentary monetary money moniker monkey monochrome
monolithic monopolize monotone monotonic monotonically monotonous monster monstrously monumental mood moon moot mop moral moribund moronic morphological morphology mortal mosaic
mother motherboard motifs motion motivate motivation motives motocross motor motto mound mountain mouse moveable movement movie mozzarella muck mucus muddle multi multilingual
multiplex multiplexor multiplication multiplicative multiplicities multipliers multiprocessing multitasking multithreaded multitude multivariate multiverse munch mundane munged
munging munitions mushroom music musical musicale musicians mustard mutability mutable mutate mutation mute mutilate mutilation mutual myriad myself mysterious mystery mystical
mythology nag nail naive naked nameless nap narrative nastiness nasty nation nationals nationwide native natural nature naughty navigate navigation navigational nay neater
neatest neatly necessitate necessity neck needle nefarious neg negate negation neglect negligence negligent negotiable negotiate negotiation negotiator neigh neighbor
neighborhood neon nervous nest net netbook netters nettle neural neuter neutral neutrality neutralized neutron nevertheless newborn newcomer newline newsgroup newspapers newt
nibble niche nicked nickname nicks nifty nightmare nil nimble nine ninth nit nite nitpick nix nod nomenclature nominal nominate nomination nominative nominee non nonce
nonetheless nonsensical noon nope norm normalise normality normalization normalize normative northbound northward nose nostalgic notation notch notebook noteworthy notice
notification notify notion notional notwithstanding noun nous novel novelists novelty novice nowadays nozzle nth nuance nuclear nucleic nudge nudity nugget nuke null nullify
numeral numerate numerator numeric numerical numerous nursery nutrient nutrition nuts nutshell obedience obey obfuscate obfuscation obj objection objectionable objective
obligated obligation obligatory oblige oblique obliterated oblivious obscure obscurity observable observance observation obsolescence obsolescent obsolete obstacle obstruct
obtain obtainable obtrusive obviate occasion occluded occludes occluding occlusion occupancy occupy oceanic octagon octet odd oddball oddity ode offender offending offenses
offensive offered offering office official offload offset offspring ohm oil okay omega ominous omission omit oneself onetime ongoing onion onset onslaught onus onward oodles oops
opacity opaque opcode operand operate operational opinion opinionated opponents opportunistic opportunity oppose opposite opposition ops opt optical optimal optimise optimistic
optimistically optimization optimize optimum opus orange orbits orc orchestras orchestrate orchestration orderings ordinal ordination ore organ organise organisms organization
organizational organize orient oriental orientated orientation original originate originator ornamenting ornaments ornate orphan orthogonal orthogonality orthography oscillate
oscillator oscilloscope ostensible ought ourselves outage outbound outcome outdated outdoor outermost outgoing outgrow outgrowth outlet outline outlive outmoded outpace
outperform outright outrun outset outsize outsource outstanding outstrip outwardly outweigh oval oven overdo overdue overenthusiastic overheating overlap overlay overran
overridden override overrode overrun oversee oversized overstated overt overuse overwhelm overworked overwrites owed owes ownership pace pacify pack pad paddle padlock paginate
pagination paid pain painful painless painstaking paint pairwise pale palette palindrome paltry pamphlet panacea pane panel panic panicked panicking panning panoramic pap papa
paperwork paradigm paradox paradoxical paragraph parallelism parallelogram paranoia paranoid paraphrase parch pared parental parentheses parenthesis parenthesize parenthetical
pares parity park parlance parliamentary parquet parse parsimonious parsley participant participate participation particles particular particularities partner partnership partway
party pas passable passages passion passive passphrase passport pasteboard pastel pastie patched patches patching patchy patent pathetically pathname pathogenic pathological
pathology pathway patience patient patio patter paving pay payload payment payoff pct peach pear peas peculiar peculiarity pedagogical pedagogy pedantic pedantry pedants pedigree
peek peel peephole peeves penalize penalty pencil pend pendant pendent penetration penguin pens pep peppercorn peppermint peppers perceivable perceive percent percentile
perceptible perception perches percolate perfect perfection perfectionism perfidy perforation peril perimeter periodicity peripheral permissible permissive permit perms
permutation permute perpendicular perpetual perpetuity perplex persist persistence persnickety persona personal personality personalize personnel perspective persuaded persuasive
pertain pertinent perturb perturbation perusal pervasive perverse perverted pesky pessimal pessimistic pet phage phantom pharmaceutical pheasants phenomena phenomenal phenomenon
philosophers philosophical philosophy phishing phone phonetic phony phosphor photo photographic photography photon phrase physics piano pickaxe pickle pickup picky picture
pidgins pie piece piecemeal piercing piggyback pigs pilaf pile pileup pilfered pin pinch pink pinkie pinpoint pioneered pipeline pitch pitfall pitiful pity pivot pixel pixy pizza
pkg placeholder placement plagued plaguing plaintext planar plane planet planetarium planetary planners planted plaster plate plateau platform platter platypus plausible play
playback playground pleasant pleasantries please pleasure pledged plentiful plenty plethora plod plot plotter plowing pluck plug plumbed plumbing plummet plunge plural plurality
pluralize plus plusses ply pneumatic pocket podcast poet poetry pointedly pointless pointy poison poker pokes poking polar polarity polarization polarize pole police polished
polishing polite political pollute pollution polyester polygon polyhedron polymorphic polynomial polyphonic polyphony pond ponies pool pop popovers popular popularity populate
population porcelain porch pornography porous portability portable portage portal porthole portrait pose positional possess possession possessive possessor possibility post
posterior posterity postmaster postpone postscript posture pot potato potent potential potty pouch pound pour powder powerful powerhouse practicable practical practicality
practice practise pragmatic pragmatically praise prayer preamble precarious precaution precautionary precedence precedent precipitation precise precision preclude precondition
precursor predate predecessor predefined predetermined predication predict predictability predictable prediction predictive predictor predominant preemptive preen preexisting
prefab preface prefault prefecture prefer preferable preference preferentially prejudice prejudicial preliminary prelude premature premier premise premium prep prepackaged
preparation preparatory prepare prepend preposition preprocessor prerecorded prerequisite pres prescribe prescriptions presence presentation preservation preserve preset
preshrink presume presumption pretend pretense prettify prettiness pretty prevail prevalence prevalent prevent prevention preview priceless prim primacy primary prime primitive
principal principle printable printout prior prioritize prism prison pristine privacy prize proactive probabilistic probability probable problematic problematically procedural
procedure proceed procrastinated procrastination procurement prod product production productive productivity prof profanities professional proffered profit profitable profound
profuse profusion programmable programme progress progression progressive prohibit prohibition prohibitive project projection projector proliferation prolific prologue prolong
prom prominent promiscuous promise promote promotion promotional prompt prone pronoun pronounce pronounceable proof proofreading prop propagate propagation propensity proponent
proportional proposal propose proposition proprietary proprietor pros prosaic proscribed prose prospect prospective protect protection protective protector protein protocol
prototype protracted protractor provable prove proven provenance proverb province provision provisional proviso provoke proximity proxy prudent prune pseudo pseudonym
psychological pub publication publicity publicized publish publishable puffy puke pull pulp pulse pump pumpkin pun punch punchier punctuate punctuation punished punt puppy
purchase puree purge purification purify purl purple purported purporting purports purposefully pursuant pursue pursuits push putative putter puzzle quad quadrant quadratic
quadrilateral quadruple qualification qualify quality qualms quanta quantify quantitative quantum quarantine quarks quarter quartz quasi quay queens quest questionable
questionnaire quibble quickened quickening quickie quiescent quips quirk quirky quiz quotation quote quotient rabbi race racking racy radial radiation radical radio radioactive
radius raffle ragged ragtag railroad railway rain rainbow raise ramification ramp randomize rapidly rapport raster rat ratified ratings rational rationale rationalize rawhide
rayon rays react readability readable readiness readonly readout reaffirm realistic realistically realists reality realization realize reallocates reallocating realm reams reap
reappearing reappears rearm reasonable reassigning rebinding rebuilds recalls receipt reception receptor recessive rechecks recipe recipient reciprocal recklessly reckon
reclamation recognise recognition recognizable recognize recommend recommendation reconcile reconciliation reconnaissance reconnecting reconnects recordings recoverable
recovering recovery recreates rectangle rectangular rectification rectify rectory recur recurrence recurse recursion recursive recycled recycling red redeeming redirected
redirecting redirects redo reduction redundancy redundant ref refereed reference referent referential referral refinement reflection reflective reflector reflexes reflexively
reformatting reformed refrain refurbishing refusal refute regard regardless regenerates regenerating regent regex regexp regime regional register registrant registrar
registration registry regress regression regret regrettable regularity regularize regulate regulation regulator regulatory rehabilitated rehashed reigns rein reinforce
reinstalling reinstate reinstatement reissued rejection rejoice rejoin rekindling relates relating relation relationship relativistic relax relaxation relay releasable relegated
relentless relevance relevancy reliance reliant relief relieve relinquish relinquishment relocatable relocate reluctant rely remedy reminder reminiscent remnant remounting
remounts removable removal render rending renew renewal renumbered renumbering reopens reordering reorders repackaged repackaging repairing repeat repeatable repercussions
repertoire repetition repetitious repetitive replaceable replaced replaces replacing replenishes replica replicate replication reported reporter reporting reports representative
reprocessed reproduces reproducible reproducing reps reptile reputation requirement requisite requisition rerouted rerun reschedules rescind rescission rescue researchers
resemble reservation reservoir resided residence residency resident resides residing residual residue resigning resilience resilient resist resistance resistant resistor
resonance resorting resorts resp respect respectable respectful respective respond responsibility responsive restarting restarts restful restoration restored restores restoring
restraints restriction restrictive restructured restructuring resultant resume resumption resurrect retailers retain retention retirement retract retrievable retrieval retrieve
retroactively retrofit retrospect retyping reuse revamp revenge reversal reverse reversible revert revitalized revival revive revocable revocation revoke revolution revolutionary
revolve revs rewarded rewards reworded rewording reworked reworking rewrites rhetorical rho rhymes rhythm ribbon rich rid riddled ridicule ridiculous rightfully rightmost rigid
rigorous ring ringtones rinsed rip ripple risky rival rivalry rivers road roaming roams robbing robotic robots robust rocker rocks rocky roll rollback room rooster rootless
roster rotational rotten rouge rough roundup rout rowdy royalty rubric rude rudimentary rug ruin rule rum rumored rumors rump runaway rung runner rupee rupture rush ruthlessly
saber sable sack sacrifice sad safeguard sailing sake salad sale salesperson salient salted salting salts salutation salvage salvageable salvo samurai sanctioned sandwich sanely
saner sanitation sanitize sanity sans sap satellite satisfaction satisfactory satisfy saucepan saucer savings sax scaffolding scalable scalar scanner scant scarce scarcity scared
scares scary scatter scenario scene schema schematic scheme scholarly school schoolbook schoolhouse sciences scientific scientists scissor scope scoreboards scramble scrap scrape
scratch scream screened screening screens screenshot screw screwy scribble scribe scrip scroll scrub scrubber scrupulous scrutinize scrutiny sculpture sea seal seamless season
seasonal seat sec secondary secret secretary sect section sectional secure sedation seduce seeded seeding seeds seek seep seesawing segfault segmentation segregate segregation
seismic seize selection selective selectivity selector sell selves semantic semantically semblance semicircle semicolon seminal semis senseless sensible sensitivity sensor
sentiment sentinels separable separation separator serialization serialize sermon serpent servant serviceable settable setter settle settlement setup seven seventh sever severity
sex sexual sexy shade shadow shaking shaky shame shamelessly shamrock shape sharable shard shareable shareware shark sharp shave shear shebang sheet shelf shelve shield shift
shim shine shiny ship shipment shit shitty shoe shoehorned shoot shop shortage shortcoming shortcut shorten shortfall shorthand shot shotgun shout shovel shoving showcases shrank
shred shrinkage shrubbery shrunk shrunken shudder shuffle shunned shut shuttle sick sidebar sidecar sidestep sideways sieve sift sigh sight sigma signalized signature
significance signify silence sill silly silo silver sim similarity simmer simplex simplicity simplification simplify simplistic simulate simulation simulator sin sincerely sine
sing singe singleton singularities sink sinus sip sired sister site situation six sixteen sixth sizable sizeable skeletal skeleton sketched sketchy skew ski skid skillfully
skills skin skinny skip skull sky skyline skyrocket slam slang slant slash slate slave sled sledgehammer sleek sleepy slew slice slide slideshow slight slimmed slimmer slink slip
sliver slog slope sloppy slot slug sluggish slump slurped slurping slurs smack smallish smart smartphone smash smattering smeared smelly smidgin smile smiley smoke smooth smudge
smuggle smurf snafu snag snail snake snapdragon snappy snaps snapshot snare snarl sneak sneaky sniff snip snippet snoop snoozes snow snuck soak soap soar sob soccer social sock
sodden sodium soft sol solace sold sole solicit solicitation solid solitaire solitary solo solution solve someday somehow someplace sometime someway son songs sop sophisticated
sophistication sore sorry sought soul sound soup south southbound southward southwestern sovereign sovereignty spaceship spade spaghetti spam span spanner spare sparingly sparkle
sparsity spasm spate spatial speak spec special specialist specialization specialize specialty species specifiable specific specification specify specious spectacular spectra
spectroscopy spectrum speculate speculation speculative sped speech speedup speedy spell spellcheck spelt spewed spewing spews sphere spherical spider spiky spill spinal spindle
spinners spirit spiritual spit spite splayed splendid splice splines spoke spoken sponge sponsor sponsorship spontaneous spoof spooky spool sporadically sport spot sprawl
spreadsheet sprinkled sprinkles sprinkling sprint sprockets sprung spun spurious spy squad squander square squash squawks squeak squeaky squeal squeeze squelch squiggly squinting
squirrel squish stab stabilise stability stabilization stabilize staff stag stagger stagnating stain staircase stakes stamp stampede stance standalone standardization standardize
standby standout standpoint stanza staple star stark startle stashed stashes stashing statehood stateless statesmen statically station stationary statistic statistical statues
statute statutory stderr stdin stdio stdout stead steal steed steeply steer stellar stem stenography stereo stereotypes sterling steroids steward stick stickiness sticky stifled
stifling stigmatizing stilted stimulate stings stingy stipple stipulate stipulation stirring stitch stochastic stock stolen stomp stones stooge stopgap stoppage storage
storefront stormy story straddle straggle straight straightened straightforward strain strange strategic strategy stratification stray streak streamline streets strength
strengthen strenuous stressed stressful stressing stretch strewn strict stricture stride strike stringent strip stripe stripper strive strobe stroke strong strophe struck
structural struggle strung strut stub stubborn student study stuff stumble stumps stun stupid stupidity sturdy stutter style stylesheet styli stylish stylistic stylistically
stylize sub subcommittee subconsciously subdividing subdued subgroups subj subject subjection subjective submarine submit submitter subordinate subprograms subroutines
subscription subsequent subset subsidiary subsonic substantiated substantive substitute substitution subsumed subsumes subsystems subtle subtlety subtraction subtrahend subvert
succession successive successor succinct succumb suchlike sucking sucks sudden sue suffer suffice sufficient sugar suggestion suggestive suicide suit suitability suitable suite
suitors summation summer summits sunburn sunder sundry sunflower sunk sunrise sunset super superb superficial superfluous superimposed superimposing superior superscript
supersede superstitious superuser supervise supervision supplant supplement supplemental supplementary supplicant supplications suppliers supportable supportive suppose suppress
suppression supreme sure surety surf surface surge surgery surgical surmise surname surpass surplus surprise surrender surreptitious surrogate surround surveillance survey
survival survive susceptibility susceptible suspect suspend suspension suspicion sustained swab swagger swallow swamp swarm swash swathes sweep sweet swell swift switchboard
swizzle swooping swords syllabification syllable symbolic symbolically symbolization symbolize symlink symmetric symmetrical symmetry symptom synch synchronization synchronize
syndication syndrome synergy synonym synonymous synopses synopsis syntactic syntactical synthesis synthesize synthetic synthetically sysadmin systematic systematically tab
tablespoon tablet taboo tabular tabulate tabulation tabulator tacked tackle tacks tactic tactical tag tailor tailwind taint takeover tale talent talk talkative tall tally tam
tame tamper tan tandem tangent tangential tangle tank tantamount tap tape tarball tarred tars tarts taste tasty tattle taught tautological tax taxonomic taxonomy teach team
teammates tear teardown teaser teaspoon technical technique technological technologies tedious teeing teeny teeth tel telecommunications telekinesis telemetry telepathically
telephones telephony telescope teletype television telltale temp template tempt temptation ten tenable tenacity tenancy tenant tend tendency tennis tense tension tensor tent
tentative tenth tenuous tenure terabyte term terminate termination terminator termini terminological terminology terraces terrain terrestrial terrible terrier territory terror
terse tertiary testable tested tester testimonials testing tests tethering textbook textual texture thank thankfully thaw thee theft theme themselves thence thenceforth theorem
theoretic theoretical theorists theory therapy thereafter therefrom therein thereto thermodynamic thesaurus thesis theta thick thicken thief thin think thinnest thirst thirsty
thirteen thirty tho thorn thorny thorough thought thousand thousandths thrashing threat threatened three thresh threw thrice throw throwaway throwback thrown thru thumb thumbnail
thunderbolt thundering thunk thwart ticket tickle tics tidied tidier tidies tidily tidying tiebreaker tiff tight tighten tildes tile tilt timeless timelines timepiece timescale
timestamp timetabling timings ting tinge tinned tins tinting tip tiptoe tire tireless tiresome titan titanic titanium title titular toad toasted tofu toggle toke token tolerable
tolerance tolerant tolerate toleration tomato tomfoolery ton tone tongues toolbar toolbox toolkit topic topical topmost topography topological topology torch torn torpedoed
torrent tort tortoise tortuous torture toss tot totality tough tour tourist tournament tout tow town township toy traceable traceback track trade trademark tradition traditional
trail train trait trajectory trample trampoline trans transceiver transcendental transcribe transcript transcription transducers transferable transfinite transform transformation
transient transistor transit transition transitional transitive transitory translate translation translator transliterate transliteration translucent transmissions transmit
transmittal transmitter transmuting transparency transparent transplant transponder transport transportation transpose transverses trap trapdoor trapezoid trapezoidal trappable
trash trashcan traumatic travail travel travellers traversal traverse trawling tray tread treat treatable treatment treaty tree trellis tremendous tremolos tremor triage trial
triangle triangular tribute trick trickery trickle tricky trifling trigonometric trigonometry trim trimmer trio trip triple triplet triplicate trivial trolling trophies trouble
troubleshoot troublesome trough truckload truly trump truncation trunk truss trust trustful trustworthiness trustworthy trusty truth truthfulness truthiness tryout ttys tube
tucked tumble tumor tun tune tunnel turds turnaround turnover turquoise turtle tutor tutorial tweak twelfth twelve twentieth twenty twice twiddle twin twist two twofold tying
typecast typeface typescript typeset typesetter typewriter typo typographic typographical typography tyrannical tyranny ubiquitous ubiquity ugh ugliness ugly ultimate ultra umber
umbrella umlaut unaccepted unanswered unattended unbearably unbinding unbinds uncased uncle uncleanly uncommitted uncontrollably uncontrolled uncoordinated uncounted
underestimate underflow undergo undergone underhanded underlay underlies underline underlings underlying undermine underneath underpass underpinned underscore undersized
understand understandable understate understood undertake undertaken undertones underused underwent undeservedly undo undoubtedly undue unfinished unfit unflagging unforeseen
unharmed unheeded unidirectional unification uniform uniformity unify uninstallable uninstaller uninstalling uninstalls unintentionally uninterrupted union unitary unite
universal universality universe unknowable unknowingly unleashing unlisted unloaded unloads unlocks unmasked unmasking unmasks unnumbered unorthodox unplanned unprivileged
unravel unrecorded unreleased unreserved unsanitary unset unsightly unstructured unsuspecting untie unveil unwieldy unwilling unwittingly upcoming upfront uphold upkeep upload
uppercase uppermost upset upshot upside upstream upswing uptick upward urge urgency urgent uric urn usability usable useable username utility utilize utter utterances vacancy
vacated vacuum vague valentine vales valid validate validation validity valuable valueless valve vampire van vanilla vanish var variability variance variety vast vaults vector
veered vegetable vegetarian veggies vehicle vein velocities vendor veneer venerable vengeance venture venue verb verbal verbatim verbose verbosity verdict verge verifiable
verification veritable verity vernacular versatile versatility verses versus vertex vertical vertices vested vestige vestigial vet veteran veto vex viability viable vice vicinity
victim video vie view viewpoint vigilant vignettes vigorous vii viii vine vinegar vintage vinyl violate violation violent violin viral virgin virtue virulence virus visa vise
visibility visible vision visit visitations visitor visual visualization visualize vital vivify viz vocabulary vociferously voice void volatile volleyball voltage voluminous
voluntary volunteer voluptuous vomit voracious vortex vote vouched vowel vulgar vulnerability vulnerable wacko wacky wafer waffled waive walk wall wallet wallpaper wan wander
wanderlust wane wanna war wardrobe warfare warmup warn warp warrant warranty warts wary wash wastage wastepaper watchdogs water waterfall watermark watt waveform wavelet wavy
weak weaken wealth wean weapons wear wearying weather weave webcast website wedge wee weeding weekday weekend weeknights weigh weight weird welcome wen wend westward whack whacky
whatnot whatsoever wheel wheezy whence whereabouts whereby whereupon whey whiff whilst whim whimsical whimsy whine whip whisky whistle white whitespace whitewashed whittling
wholesale whomever whoops whopping wicked widen widespread widget width wielded wife wiki wild wildcard wildfire willingness win wince wind winging wings winner wiped wipes
wiping wire wireless wisdom wise witch witchery withdraw withdrawal withdrawn withheld withholding withstand witness wiz wizards woman women won wonder wonderful wonderland wonky
wont woo woody wool wordings workable workaday workaround workbench workflow workforce workhorse workings workman workplace workstation world worldwide worm wormhole worrisome
worry worsen worship worthless worthy wound wow wraith wrangler wrangling wrap wraparound wrath wreak wrench wrinkles writable xor xrefs xvii xxx yahoo yanked yanking yanks yap
yards yardstick yawning yea yeah yell yellow yen yes yesteryear yield younger youngest yourself yourselves yuck yummy yup zap zealous zebra zed zeroth zeta zigzag zinnia zipped
zipping zips zombies zombis zonal zoo zoomed zooming zooms
`;

let words: ReadonlySet<string> | undefined;

/** Whether it is one of them; the set is made where it is first asked for. */
export function isOrdinary(word: string): boolean {
  words ??= new Set(WORDS.split(/\s+/));
  return words.has(word);
}
