"""Checks what Muster publishes about its audit trail, apart from Muster's own code: python3 verify.py KEY FILE
KEY is the public key that the page /transparency shows. FILE is a receipt, a checkpoint or several, or the JSON of
/transparency/inclusion or /transparency/consistency. Needs the package cryptography."""
import base64, hashlib, json, re, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

plain, sha = base64.b64decode, lambda data: hashlib.sha256(data).digest()
node, half = lambda left, right: sha(b"\x01" + left + right), lambda size: 1 << (size - 1).bit_length() - 1  # RFC 6962
# Blank lines and spaces around lines mean nothing, so that a receipt can be copied out of a mail.
lines = lambda text: [line.strip() for line in text.splitlines() if line.strip()]

def need(fact, why):
    if not fact: raise ValueError(why)

def checkpoint(said, key):  # c2sp.org/tlog-checkpoint: origin, size, root, then signatures
    for name, coded in [line[2:].split(" ") for line in said[3:] if line.startswith("— ")]:
        if name == said[0] and plain(coded)[:4] == sha(name.encode() + b"\n\x01" + key)[:4]:
            Ed25519PublicKey.from_public_bytes(key).verify(plain(coded)[4:], ("\n".join(said[:3]) + "\n").encode())
            return int(said[1]), plain(said[2])
    raise ValueError("the checkpoint is not signed with this key")

def climb(leaf, index, size, proof):  # the root that a leaf comes to with the hashes beside its way, the topmost last
    if size == 1: return leaf
    beside, left = proof.pop(), half(size)
    if index < left: return node(climb(leaf, index, left, proof), beside)
    return node(beside, climb(leaf, index - left, size - left, proof))

def grow(old, new, was, proof, first=True):  # the roots of a tree when it was smaller and now, in the same way
    if old == new: return [was if first else proof.pop()] * 2
    beside, left = proof.pop(), half(new)
    before, now = grow(old, left, was, proof, first) if old <= left else grow(old - left, new - left, was, proof, False)
    return [before, node(now, beside)] if old <= left else [node(beside, before), node(beside, now)]

def includes(hash, seq, size, root, proof):
    right = 0 < seq <= size and climb(sha(b"\x00" + hash), seq - 1, size, proof) == root and not proof
    need(right, "the entry is not in the tree")

def receipt(said, key):  # signed lines, then the entry of the submission and its proof
    first, last = (next(n for n, line in enumerate(said) if line.startswith(it)) for it in ("Muster ", "Signature: "))
    signed = "\n".join(said[first:last])
    Ed25519PublicKey.from_public_bytes(key).verify(plain(said[last][11:]), signed.encode())
    if "Muster audit entry 1" not in said: return "The signature is right. There is no proof in it yet."
    at, begin = said.index("Muster audit entry 1") + 1, said.index("c2sp.org/tlog-proof@v1") + 1
    entry, index, rest = [line.split(": ", 1)[1] for line in said[at:at + 9]], said[begin], said[begin + 1:]
    field = lambda it: b"-" if it == "none" else b"%d:%s" % (len(it.encode()), it.encode())
    hash = sha(b"v1" + b"".join(map(field, entry[:8])) + bytes.fromhex(entry[8]))
    proof = [plain(line) for line in rest if re.fullmatch(r"[A-Za-z0-9+/]{43}=", line)][:-1]  # the last is the root
    size, root = checkpoint(rest[len(proof):], key)
    need(index == f"index {int(entry[0]) - 1}", "the proof is that of another entry")
    includes(hash, int(entry[0]), size, root, proof)
    detail, says = json.loads(entry[6]), lambda name: re.search(f"^{name}: (.*)$", signed, re.M)[1]
    digests = [says(f"SHA-256 of the {it} envelope") == detail[it + "_sha256"] for it in ("quality", "price")]
    need(all(digests) and says("Received") == entry[1], "the proof is that of something else")
    return f"The signature is right, and entry {entry[0]} is in the audit trail of {size} entries."

def verify(key, text):
    said, it = lines(text), json.loads(text) if text.lstrip().startswith("{") else {}
    proof, read = [plain(hash) for hash in it.get("proof", [])], lambda name: checkpoint(lines(it[name] or ""), key)
    if "seq" in it:
        includes(bytes.fromhex(it["entry_hash"]), it["seq"], *read("checkpoint"), proof)
        return f"Entry {it['seq']} is in the audit trail of {read('checkpoint')[0]} entries."
    if it:
        (old, was), (new, root) = read("from_checkpoint"), read("to_checkpoint")
        need(0 < old <= new and grow(old, new, was, proof) == [was, root] and not proof, "the trail was written anew")
        return f"The audit trail of {new} entries goes on from that of {old}."
    if any(line.startswith("Muster ") for line in said): return receipt(said, key)
    ends = [n for n, line in enumerate(said, 1) if line.startswith("— ")]
    need(ends and ends[-1] == len(said), "it is no receipt, and it does not end with a signed checkpoint")
    sizes = [checkpoint(said[begin:end], key)[0] for begin, end in zip([0] + ends, ends)]
    return f"Signed: {', '.join(map(str, sizes))} entries."

if __name__ == "__main__":
    try: print(verify(plain(sys.argv[1]), open(sys.argv[2], encoding="utf-8").read()))
    except Exception as fault: sys.exit(f"Do not believe this: {fault}" if str(fault) else "Do not believe this: the signature is wrong")
