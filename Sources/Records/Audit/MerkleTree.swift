import Crypto

/// The tree over the heads of many logs: one root stands for all of them (RFC 6962, section 2.1).
public enum MerkleTree {
    /// The root over leaves, in their order; SHA-256 of nothing when there are none.
    public static func root(of leaves: [[UInt8]]) -> [UInt8] {
        root(leaves.map(hash(leaf:))[...])
    }

    /// The hashes that lead from one leaf to the root (RFC 6962, section 2.1.1), the nearest first.
    /// - Parameter index: of a leaf that is there.
    public static func path(to index: Int, in leaves: [[UInt8]]) -> [[UInt8]] {
        path(index, leaves.map(hash(leaf:))[...])
    }

    /// The root to which a path leads from a leaf (RFC 9162, section 2.1.3.2); nil when the path has another length than the
    /// tree gives it.
    public static func root(from leaf: [UInt8], at index: Int, of size: Int, by path: [[UInt8]]) -> [UInt8]? {
        guard index >= 0, index < size else { return nil }
        var (node, last, found) = (index, size - 1, hash(leaf: leaf))
        for sibling in path {
            guard last > 0 else { return nil }
            if node & 1 == 1 || node == last {
                found = hash(sibling, found)
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                found = hash(found, sibling)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 ? found : nil
    }

    private static func root(_ hashes: ArraySlice<[UInt8]>) -> [UInt8] {
        switch hashes.count {
        case 0: return digest([])
        case 1: return hashes[hashes.startIndex]
        default:
            let middle = hashes.startIndex + split(hashes.count)
            return hash(root(hashes[..<middle]), root(hashes[middle...]))
        }
    }

    private static func path(_ index: Int, _ hashes: ArraySlice<[UInt8]>) -> [[UInt8]] {
        guard hashes.count > 1 else { return [] }
        let left = split(hashes.count)
        let middle = hashes.startIndex + left
        if index < left { return path(index, hashes[..<middle]) + [root(hashes[middle...])] }
        return path(index - left, hashes[middle...]) + [root(hashes[..<middle])]
    }

    /// The largest power of two below a count of at least two.
    private static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }

    private static func hash(leaf: [UInt8]) -> [UInt8] { digest([0] + leaf) }
    private static func hash(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { digest([1] + left + right) }
    private static func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
