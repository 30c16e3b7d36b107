# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The inner loops of search: the few lines that run once for every posting, word and character of a query.

numpy needs a pass over memory, and a microsecond of Python, for each step of a formula; here a document is read once.
Compiled by `bin/setup.sh`; `kernels.pyi` holds the signatures, docs/decisions/0006 the reasons. Indexes are not
checked: callers pass arrays of one segment as the writer made them, and places that lie inside of it.
"""

import numpy as np

from libc.math cimport exp, log
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t
from libc.string cimport memset

cdef extern from "string.h" nogil:
    void *memmem(const void *haystack, size_t length, const void *needle, size_t needle_length)

cdef enum:
    MOST_WORDS = 254
    MOST_PAIRS = 512
    MOST_TRIGRAMS = 1024
    SLOTS = 1 << 10
    BITS = 1 << 13
    PAIR_SHIFT = 12
    LONG_AGO = -2
    FEW = 64
    DENSE_SHARE = 4


cdef class Postings:
    """The documents of one segment that hold one word, and how often, in as few bytes as that takes.

    A word of more than a quarter of the documents is kept as a count for every document; places of small segments take
    two bytes. Counts beyond 255 are kept as 255: BM25 has long saturated by then.

    Args:
        places: the documents, ascending.
        counts: how often each holds the word; None when only the documents matter.
        documents: how many documents the segment has.
    """

    cdef readonly object places, counts
    cdef readonly Py_ssize_t frequency
    cdef public bint used
    cdef const uint16_t *_small
    cdef const int32_t *_large
    cdef const uint8_t *_counts

    def __init__(self, places, counts, Py_ssize_t documents):
        cdef const uint16_t[::1] small
        cdef const int32_t[::1] large
        cdef const uint8_t[::1] numbers
        self.frequency = len(places)
        self.places = self.counts = None
        self._small, self._large, self._counts = NULL, NULL, NULL
        if counts is not None:
            counts = np.minimum(counts, 255).astype(np.uint8)
            if self.frequency > FEW and self.frequency * DENSE_SHARE > documents:
                every = np.zeros(documents, np.uint8)
                every[places] = counts
                places, counts = None, every
            self.counts = counts
        if places is not None:
            self.places = np.ascontiguousarray(places, np.uint16 if documents <= 1 << 16 else np.int32)
        # The arrays are held above and never change, so their addresses stay good.
        if self.counts is not None and len(self.counts):
            numbers = self.counts
            self._counts = &numbers[0]
        if self.places is not None and len(self.places):
            if self.places.dtype == np.uint16:
                small = self.places
                self._small = &small[0]
            else:
                large = self.places
                self._large = &large[0]

    @property
    def size(self):
        """Bytes it takes, roughly."""
        held = [array.nbytes + 120 for array in (self.places, self.counts) if array is not None]
        return sum(held) + 200

    def documents(self):
        """Return the documents, ascending."""
        return np.flatnonzero(self.counts) if self.places is None else self.places

    def add(self, float[::1] scores, const float[::1] norms, float factor):
        """Add `factor` x count / (count + norm) to the score of each document: BM25 when `factor` is idf x (k1 + 1).

        Args:
            scores: of all documents of the segment.
            norms: k1 x (1 - b + b x length / average) of each.
            factor: of this word.
        """
        if scores.shape[0]:
            self._add(&scores[0], &norms[0], scores.shape[0], factor)

    cdef void _add(self, float *scores, const float *norms, Py_ssize_t documents, float factor):
        # Addresses in variables of its own let the compiler see that the loop does not change them.
        cdef const uint16_t *small = self._small
        cdef const int32_t *large = self._large
        cdef const uint8_t *counts = self._counts
        cdef Py_ssize_t at, frequency = self.frequency
        with nogil:
            if small != NULL:
                for at in range(frequency):
                    scores[small[at]] += factor * counts[at] / (counts[at] + norms[small[at]])
            elif large != NULL:
                for at in range(frequency):
                    scores[large[at]] += factor * counts[at] / (counts[at] + norms[large[at]])
            elif counts != NULL:
                for at in range(documents):
                    scores[at] += factor * counts[at] / (counts[at] + norms[at])

    def add_constant(self, float[::1] scores, float value):
        """Add `value` to the score of each document; for lists without counts."""
        cdef Py_ssize_t at
        with nogil:
            if self._small != NULL:
                for at in range(self.frequency):
                    scores[self._small[at]] += value
            elif self._large != NULL:
                for at in range(self.frequency):
                    scores[self._large[at]] += value


def score_words(
    words, list tables, list totals, list norms, Py_ssize_t documents, float share, float[::1] idfs, bint leading, decode
):
    """Add the BM25 of words in one field to the scores of all documents.

    Args:
        words: (word, weight) pairs.
        tables: for each segment, the decoded lists of the field by word.
        totals: for each segment, the scores of its documents. Changed in place.
        norms: for each segment, see `Postings.add`.
        documents: how many there are.
        share: what the field weighs, times k1 + 1.
        idfs: receives the idf of each word that occurs in this field.
        leading: whether it replaces an idf that another field has set.
        decode: called with segment and word for a list that is not in its table; returns it.
    """
    cdef Py_ssize_t number, segment, frequency, segments = len(tables)
    cdef float weight
    cdef double rarity
    cdef Postings item
    cdef list items = [None] * segments
    for number, (word, weight) in enumerate(words):
        frequency = 0
        for segment in range(segments):
            found = (<dict> tables[segment]).get(word)
            if found is None:
                found = decode(segment, word)
            item = found
            item.used = True
            items[segment] = item
            frequency += item.frequency
        if not frequency:
            continue
        rarity = log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
        if leading or idfs[number] == 0:
            idfs[number] = <float> rarity
        for segment in range(segments):
            item = items[segment]
            if item.frequency:
                item.add(totals[segment], norms[segment], <float> (rarity * weight * share))


cdef inline bint _before(float score, int32_t place, float other, int32_t other_place) noexcept nogil:
    """Say whether one hit stands before another: the higher score, then the lower place."""
    return score > other or (score == other and place < other_place)


cdef void _sink(const float[::1] scores, int32_t[::1] heap, Py_ssize_t size, int32_t place) noexcept nogil:
    """Put `place` on top of a heap of `size` places and let it sink to where it belongs."""
    cdef Py_ssize_t parent = 0, child = 1
    while child < size:
        if child + 1 < size and _before(scores[heap[child]], heap[child], scores[heap[child + 1]], heap[child + 1]):
            child += 1
        if not _before(scores[place], place, scores[heap[child]], heap[child]):
            break
        heap[parent] = heap[child]
        parent = child
        child = 2 * parent + 1
    heap[parent] = place


cdef void _rise(const float[::1] scores, int32_t[::1] heap, Py_ssize_t child, int32_t place) noexcept nogil:
    """Put `place` at the end of a heap and let it rise to where it belongs."""
    cdef Py_ssize_t parent
    while child > 0:
        parent = (child - 1) // 2
        if not _before(scores[heap[parent]], heap[parent], scores[place], place):
            break
        heap[child] = heap[parent]
        child = parent
    heap[child] = place


def best_places(const float[::1] scores, const uint8_t[::1] mask, Py_ssize_t count):
    """Return the places of the `count` highest positive scores under a mask, highest first, ties by place."""
    found = np.empty(max(count, 0), np.int32)
    cdef int32_t[::1] heap = found
    cdef Py_ssize_t size = 0, left, at
    cdef int32_t place
    cdef float floor = 0.0
    if count < 1:
        return found
    with nogil:
        # A heap with the last of the kept places on top: most documents are turned away by one comparison.
        for at in range(scores.shape[0]):
            if scores[at] <= floor or not mask[at]:
                continue
            if size < count:
                _rise(scores, heap, size, <int32_t> at)
                size += 1
            else:
                _sink(scores, heap, size, <int32_t> at)
            if size == count:
                floor = scores[heap[0]]
        # Taken off one by one, the last first, they leave the heap in order.
        left = size
        while left > 1:
            left -= 1
            place = heap[0]
            _sink(scores, heap, left, heap[left])
            heap[left] = place
    return found[:size]


def mark_containing(
    uint8_t[::1] mask, const uint8_t[::1] characters, const int64_t[::1] ends, bytes wanted, int64_t budget
):
    """Leave a mark only on the documents whose characters contain `wanted`.

    Args:
        mask: one byte for each document; only marked ones are looked into. Changed in place.
        characters: the text of all documents.
        ends: where each ends, with a 0 before the first.
        wanted: what must occur.
        budget: characters to read at most; documents beyond lose their mark.
    """
    cdef Py_ssize_t place
    cdef int64_t length
    cdef size_t size = len(wanted)
    cdef const char *needle = wanted
    with nogil:
        for place in range(mask.shape[0]):
            if not mask[place]:
                continue
            length = ends[place + 1] - ends[place]
            budget -= length
            if budget < 0 or length == 0 or memmem(&characters[ends[place]], length, needle, size) == NULL:
                mask[place] = 0


cdef struct Word:
    uint32_t hash
    uint16_t next
    int32_t pairs
    float factor


cdef struct Trigram:
    uint16_t bucket
    uint16_t next
    float factor


cdef struct Pair:
    int32_t second
    int32_t next
    float factor


cdef class Reader:
    """One query, prepared to be looked for in the order of the text of candidates.

    Args:
        hashes: 32-bit hash of each word of the query.
        factors: idf x weight of each.
        sequence: indexes of words in the order of typing; -1 parts what does not stand side by side.
        characters: the query, one byte a character; empty leaves trigrams out.
        pair_frequencies: in how many documents the pairs of words of each bucket occur.
        trigram_frequencies: the same of character trigrams.
        documents: how many documents there are.
        weights: `Weights` of the engine.
        is_question: see `Query`.
        average: average length of a document in words.
    """

    # One bit for every lower half of a hash, and for every bucket of trigrams: that much stays in the fastest memory
    # and turns away nearly everything. What passes is looked up in a small table of chains.
    cdef uint8_t[BITS] _known
    cdef uint8_t[BITS] _trigrams_known
    cdef uint16_t[SLOTS] _slots
    cdef uint16_t[SLOTS] _trigram_slots
    cdef Word[MOST_WORDS + 1] _words
    cdef Pair[MOST_PAIRS] _pairs
    cdef Trigram[MOST_TRIGRAMS + 1] _trigrams
    cdef int32_t[MOST_TRIGRAMS + 1] _trigram_counts
    cdef int32_t[MOST_WORDS + 1] _counts
    cdef int32_t[MOST_WORDS + 1] _first
    cdef int32_t[MOST_WORDS + 1] _touched
    cdef int32_t[MOST_PAIRS] _pair_counts
    cdef Py_ssize_t _size, _pair_size, _trigram_size
    cdef float _k1, _b, _passage_b, _passage, _pair, _lead, _lead_length, _trigram, _average
    cdef float _window_average, _trigram_average
    cdef float _trigram_k1, _trigram_b, _pair_k1, _pair_b
    cdef int64_t _compared_whole

    def __init__(
        self,
        const uint32_t[::1] hashes,
        const float[::1] factors,
        sequence,
        bytes characters,
        const int32_t[::1] pair_frequencies,
        const int32_t[::1] trigram_frequencies,
        Py_ssize_t documents,
        weights,
        bint is_question,
        float average,
    ):
        self._k1, self._b, self._passage_b = weights.k1, weights.b, weights.passage_b
        self._passage, self._pair, self._trigram = weights.passage, weights.pair, weights.trigram
        self._lead = weights.question_lead if is_question else weights.lead
        self._lead_length = weights.question_lead_length if is_question else weights.lead_length
        self._average, self._window_average = average, weights.average_window
        self._trigram_average = weights.average_trigrams
        self._trigram_k1, self._trigram_b = weights.trigram_k1, weights.trigram_b
        self._pair_k1, self._pair_b = weights.pair_k1, weights.pair_b
        self._compared_whole = weights.compared_whole
        self._prepare_words(hashes, factors)
        self._prepare_pairs(hashes, sequence, pair_frequencies, documents)
        self._prepare_trigrams(characters, trigram_frequencies, documents)

    cdef void _prepare_words(self, const uint32_t[::1] hashes, const float[::1] factors):
        """Enter the words into a table by the lower half of their hash; words that share it are chained."""
        cdef Py_ssize_t number
        cdef uint32_t code
        self._size = min(hashes.shape[0], <Py_ssize_t> MOST_WORDS)
        # Words count from 1: 0 marks an empty slot and the end of a chain.
        for number in range(1, self._size + 1):
            code = hashes[number - 1]
            self._words[number].hash = code
            self._words[number].factor = factors[number - 1]
            self._words[number].pairs = -1
            self._words[number].next = self._slots[code % SLOTS]
            self._slots[code % SLOTS] = <uint16_t> number
            self._known[(code & 0xFFFF) >> 3] |= 1 << (code & 7)

    cdef void _prepare_pairs(
        self, const uint32_t[::1] hashes, sequence, const int32_t[::1] frequencies, Py_ssize_t documents
    ):
        """Chain to each word the words that were typed behind it; a pair typed twice counts twice."""
        cdef int32_t first = -1, second, at
        cdef uint32_t bucket
        cdef float rarity
        self._pair_size = 0
        for typed in sequence:
            second = typed
            if 0 <= first < self._size and 0 <= second < self._size:
                bucket = (hashes[first] * <uint32_t> 0x9E3779B1 + hashes[second] * <uint32_t> 0x85EBCA6B) >> PAIR_SHIFT
                rarity = _rarity(documents, frequencies[bucket])
                at = self._words[first + 1].pairs
                while at >= 0 and self._pairs[at].second != second + 1:
                    at = self._pairs[at].next
                if at >= 0:
                    self._pairs[at].factor += rarity
                elif self._pair_size < MOST_PAIRS:
                    self._pairs[self._pair_size].second = second + 1
                    self._pairs[self._pair_size].next = self._words[first + 1].pairs
                    self._pairs[self._pair_size].factor = rarity
                    self._words[first + 1].pairs = <int32_t> self._pair_size
                    self._pair_size += 1
            first = second

    cdef void _prepare_trigrams(self, bytes text, const int32_t[::1] frequencies, Py_ssize_t documents):
        """Enter the trigrams of the query; one that occurs twice counts twice."""
        cdef const uint8_t[::1] characters = text
        cdef Py_ssize_t at
        cdef uint16_t bucket, slot
        self._trigram_size = 0
        if self._trigram == 0:
            return
        for at in range(characters.shape[0] - 2):
            bucket = _bucket(characters[at], characters[at + 1], characters[at + 2])
            slot = self._find_trigram(bucket)
            if slot == 0 and self._trigram_size < MOST_TRIGRAMS:
                self._trigram_size += 1
                slot = <uint16_t> self._trigram_size
                self._trigrams[slot].bucket = bucket
                self._trigrams[slot].next = self._trigram_slots[bucket % SLOTS]
                self._trigram_slots[bucket % SLOTS] = slot
                self._trigrams_known[bucket >> 3] |= 1 << (bucket & 7)
            self._trigrams[slot].factor += _rarity(documents, frequencies[bucket])

    cdef inline uint16_t _find_trigram(self, uint16_t bucket) noexcept nogil:
        """Return the number of a trigram of the query, 0 for any other."""
        cdef uint16_t slot = self._trigram_slots[bucket % SLOTS]
        while slot and self._trigrams[slot].bucket != bucket:
            slot = self._trigrams[slot].next
        return slot

    def read(self, columns, const int32_t[::1] places, float[::1] scores, int32_t[::1] windows):
        """Raise the scores of candidates by what their text shows.

        Args:
            columns: `Columns` of the segment.
            places: the candidates.
            scores: their scores, changed in place.
            windows: receives the best window of each, counted within its document.
        """
        cdef const uint16_t[::1] low = columns.low, high = columns.high
        cdef const uint8_t[::1] characters = columns.characters
        cdef const int64_t[::1] token_ends = columns.token_ends, window_ends = columns.window_ends
        cdef const int64_t[::1] character_ends = columns.character_ends
        cdef const int32_t[::1] window_tokens = columns.window_tokens, window_characters = columns.window_characters
        cdef Py_ssize_t number
        cdef int64_t first, last, length
        cdef int32_t place, window, count, begins, ends
        with nogil:
            for number in range(places.shape[0]):
                place = places[number]
                first = window_ends[place]
                count = <int32_t> (window_ends[place + 1] - first)
                length = token_ends[place + 1] - token_ends[place]
                # An empty document has nothing to read, and nothing behind it to point at.
                if length:
                    scores[number] += self._read_one(
                        &low[token_ends[place]], &high[token_ends[place]], <int32_t> length,
                        &window_tokens[first], count, &windows[number],
                    )
                length = character_ends[place + 1] - character_ends[place]
                begins, ends, window = 0, <int32_t> length, windows[number]
                if length > self._compared_whole:
                    begins = window_characters[first + window]
                    if window + 1 < count:
                        ends = window_characters[first + window + 1]
                if self._trigram_size and ends > begins:
                    scores[number] += self._compare_one(&characters[character_ends[place] + begins], ends - begins)

    cdef float _read_one(
        self,
        const uint16_t *low,
        const uint16_t *high,
        int32_t length,
        const int32_t *starts,
        int32_t window_count,
        int32_t *window,
    ) noexcept nogil:
        """Return what one document gains, and set its best window."""
        cdef int32_t at, end, word, pair, number, body, previous = 0, previous_at = LONG_AGO, touched
        cdef float best = -1, score, gain = 0, norm
        cdef uint16_t half
        cdef uint32_t code
        memset(self._counts, 0, sizeof(int32_t) * (self._size + 1))
        memset(self._pair_counts, 0, sizeof(int32_t) * self._pair_size)
        for word in range(1, self._size + 1):
            self._first[word] = -1
        body = starts[1] if window_count > 1 else length
        window[0] = 0
        at = 0
        for number in range(window_count):
            end = starts[number + 1] if number + 1 < window_count else length
            touched = 0
            norm = _norm(self._k1, self._passage_b, end - at, self._window_average)
            while at < end:
                half = low[at]
                if not self._known[half >> 3] & (1 << (half & 7)):
                    at += 1
                    continue
                code = half | (<uint32_t> high[at] << 16)
                word = self._slots[code % SLOTS]
                while word and self._words[word].hash != code:
                    word = self._words[word].next
                if word:
                    if self._counts[word] == 0:
                        self._touched[touched] = word
                        touched += 1
                    self._counts[word] += 1
                    # How early a word comes counts from where it stands: the title or the text.
                    if self._first[word] < 0:
                        self._first[word] = at if at < body else at - body
                    if previous_at == at - 1:
                        pair = self._words[previous].pairs
                        while pair >= 0 and self._pairs[pair].second != word:
                            pair = self._pairs[pair].next
                        if pair >= 0:
                            self._pair_counts[pair] += 1
                    previous, previous_at = word, at
                at += 1
            score = 0
            while touched:
                touched -= 1
                word = self._touched[touched]
                score += self._words[word].factor * self._counts[word] * (self._k1 + 1) / (self._counts[word] + norm)
                self._counts[word] = 0
            if score > best:
                best = score
                window[0] = number
        if best > 0:
            gain = self._passage * best
        norm = _norm(self._pair_k1, self._pair_b, length, self._average)
        for pair in range(self._pair_size):
            if self._pair_counts[pair]:
                gain += (
                    self._pair * self._pairs[pair].factor * self._pair_counts[pair] * (self._pair_k1 + 1)
                    / (self._pair_counts[pair] + norm)
                )
        for word in range(1, self._size + 1):
            if self._first[word] >= 0:
                gain += self._lead * self._words[word].factor * <float> exp(-self._first[word] / self._lead_length)
        return gain

    cdef float _compare_one(self, const uint8_t *text, int64_t length) noexcept nogil:
        """Return what one stretch of text gains."""
        cdef int64_t at
        cdef uint16_t slot, bucket
        cdef float gain = 0, norm = _norm(self._trigram_k1, self._trigram_b, length, self._trigram_average)
        memset(self._trigram_counts, 0, sizeof(int32_t) * (self._trigram_size + 1))
        for at in range(length - 2):
            bucket = _bucket(text[at], text[at + 1], text[at + 2])
            if self._trigrams_known[bucket >> 3] & (1 << (bucket & 7)):
                self._trigram_counts[self._find_trigram(bucket)] += 1
        for slot in range(1, <uint16_t> (self._trigram_size + 1)):
            if self._trigram_counts[slot]:
                gain += (
                    self._trigrams[slot].factor * self._trigram_counts[slot] * (self._trigram_k1 + 1)
                    / (self._trigram_counts[slot] + norm)
                )
        return self._trigram * gain


cdef inline uint16_t _bucket(uint8_t first, uint8_t second, uint8_t third) noexcept nogil:
    """Return the bucket of a character trigram, as `columns.trigram_buckets` counts them."""
    return <uint16_t> (first * 0x6A4D + second * 0x1F35 + third * 0x0101)


cdef inline float _norm(float k1, float b, float length, float average) noexcept nogil:
    """Return what BM25 adds to a count for the length of the text it was counted in."""
    return k1 * (1 - b + b * length / average)


cdef inline float _rarity(Py_ssize_t documents, int32_t frequency) noexcept nogil:
    """Return the inverse document frequency; buckets may hold more than there are documents."""
    cdef double others = documents - frequency + 0.5
    return <float> log(1 + (others if others > 0.5 else 0.5) / (frequency + 0.5))
