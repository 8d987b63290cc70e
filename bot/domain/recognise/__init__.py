"""What a line of chat says: whether it reports something, of which type, where, how many, and what it answers."""

from bot.domain.recognise.count_alone import only_count as only_count
from bot.domain.recognise.kinds import FALLBACK as FALLBACK
from bot.domain.recognise.lexicon import Lexicon as Lexicon
from bot.domain.recognise.lexicon import Talk as Talk
from bot.domain.recognise.parts import Told as Told
from bot.domain.recognise.parts import told_in as told_in
from bot.domain.recognise.place import names_spot as names_spot
from bot.domain.recognise.place import only_place as only_place
from bot.domain.recognise.place import parts_of as parts_of
from bot.domain.recognise.place import places_in as places_in
from bot.domain.recognise.recognised import Recognised as Recognised
from bot.domain.recognise.recogniser import Recogniser as Recogniser
from bot.domain.recognise.weights import NONE as NONE
