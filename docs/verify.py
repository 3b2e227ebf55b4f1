"""Checks what Muster publishes about its audit trail, apart from Muster's own code.

    python3 verify.py KEY FILE

KEY is the public key that the page /transparency shows. FILE is a receipt, a checkpoint or several, or the JSON of
/transparency/inclusion or /transparency/consistency. Needs the package cryptography.
"""
import base64, hashlib, json, re, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

sha = lambda data: hashlib.sha256(data).digest()
node = lambda left, right: sha(b"\x01" + left + right)  # RFC 6962
plain = base64.b64decode

def need(fact, why):
    if not fact: raise ValueError(why)

def lines(text):  # blank lines and spaces around lines mean nothing, so that a receipt can be copied out of a mail
    return [line.strip() for line in text.splitlines() if line.strip()]

def checkpoint(said, key):  # c2sp.org/tlog-checkpoint: origin, size, root, then signatures
    text = "\n".join(said[:3]) + "\n"
    for name, coded in [line[2:].split(" ") for line in said[3:] if line.startswith("— ")]:
        signed, number = plain(coded), sha(name.encode() + b"\n\x01" + key)[:4]
        if name == said[0] and signed[:4] == number:
            Ed25519PublicKey.from_public_bytes(key).verify(signed[4:], text.encode())
            return int(said[1]), plain(said[2])
    raise ValueError("the checkpoint is not signed with this key")

def includes(leaf, index, size, root, proof):  # RFC 9162, 2.1.3.2
    place, last, hash = index, size - 1, leaf
    for beside in proof:
        need(last > 0, "the proof is too long")
        if place & 1 or place == last:
            hash = node(beside, hash)
            while not place & 1 and place: place, last = place >> 1, last >> 1
        else: hash = node(hash, beside)
        place, last = place >> 1, last >> 1
    need(index < size and last == 0 and hash == root, "the entry is not in the tree")

def extends(old, was, new, root, proof):  # RFC 9162, 2.1.4.2
    if old == new: return need(was == root and not proof, "these are two trees")
    proof = ([was] if old & (old - 1) == 0 else []) + proof
    place, last = old - 1, new - 1
    while place & 1: place, last = place >> 1, last >> 1
    one = other = proof[0]
    for beside in proof[1:]:
        need(last > 0, "the proof is too long")
        if place & 1 or place == last:
            one, other = node(beside, one), node(beside, other)
            while not place & 1 and place: place, last = place >> 1, last >> 1
        else: other = node(other, beside)
        place, last = place >> 1, last >> 1
    need(0 < old < new and last == 0 and (one, other) == (was, root), "the trail was written anew")

def receipt(said, key):  # signed lines, then the entry of the submission and its proof
    first, last = (next(n for n, line in enumerate(said) if line.startswith(it)) for it in ("Muster ", "Signature: "))
    signed, signature = "\n".join(said[first:last]), plain(said[last][11:])
    Ed25519PublicKey.from_public_bytes(key).verify(signature, signed.encode())
    if "Muster audit entry 1" not in said: return "The signature is right. There is no proof in it yet."
    at = said.index("Muster audit entry 1")
    entry = [line.split(": ", 1)[1] for line in said[at + 1:at + 10]]
    field = lambda it: b"-" if it == "none" else b"%d:%s" % (len(it.encode()), it.encode())
    hash = sha(b"v1" + b"".join(map(field, entry[:8])) + bytes.fromhex(entry[8]))
    rest = said[said.index("c2sp.org/tlog-proof@v1") + 1:]
    need(rest[0] == f"index {int(entry[0]) - 1}", "the proof is that of another entry")
    proof = [plain(line) for line in rest[1:] if re.fullmatch(r"[A-Za-z0-9+/]{43}=", line)][:-1]  # the last is the root
    size, root = checkpoint(rest[1 + len(proof):], key)
    includes(sha(b"\x00" + hash), int(entry[0]) - 1, size, root, proof)
    detail, says = json.loads(entry[6]), lambda name: re.search(f"^{name}: (.*)$", signed, re.M)[1]
    digests = [says(f"SHA-256 of the {it} envelope") == detail[it + "_sha256"] for it in ("quality", "price")]
    need(all(digests) and says("Received") == entry[1], "the proof is that of something else")
    return f"The signature is right, and entry {entry[0]} is in the audit trail of {size} entries."

def verify(key, text):
    if text.lstrip().startswith("{"):
        it = json.loads(text)
        proof, read = [plain(one) for one in it["proof"]], lambda name: checkpoint(lines(it[name] or "\n"), key)
        if "seq" in it:
            (size, root), leaf = read("checkpoint"), sha(b"\x00" + bytes.fromhex(it["entry_hash"]))
            includes(leaf, it["seq"] - 1, size, root, proof)
            return f"Entry {it['seq']} is in the audit trail of {size} entries."
        (old, was), (new, root) = read("from_checkpoint"), read("to_checkpoint")
        extends(old, was, new, root, proof)
        return f"The audit trail of {new} entries goes on from that of {old}."
    said = lines(text)
    if any(line.startswith("Muster ") for line in said): return receipt(said, key)
    ends = [n + 1 for n, line in enumerate(said) if line.startswith("— ")]
    sizes = [checkpoint(said[begin:end], key)[0] for begin, end in zip([0] + ends, ends)]
    return f"Signed: {', '.join(map(str, sizes))} entries."

if __name__ == "__main__":
    try: print(verify(plain(sys.argv[1]), open(sys.argv[2], encoding="utf-8").read()))
    except Exception as fault: sys.exit(f"Do not believe this: {fault or type(fault).__name__}")
