import Foundation
import Model
import Records
import Testing

@Suite struct MerkleTreeTests {
    /// The leaves and roots that Certificate Transparency's own tests have (RFC 6962).
    private static let leaves: [[UInt8]] = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map { Hex.bytes($0) ?? [] }

    @Test(arguments: [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ])
    func `the root is the one that Certificate Transparency computes`(_ count: Int, _ root: String) {
        #expect(Hex.text(MerkleTree.root(of: Array(Self.leaves.prefix(count)))) == root)
    }

    @Test func `every path of every small tree leads to the root, and no other does`() {
        for size in 1...33 {
            let leaves = (0..<size).map { [UInt8($0)] }
            let root = MerkleTree.root(of: leaves)
            for index in leaves.indices {
                let path = MerkleTree.path(to: index, in: leaves)
                #expect(MerkleTree.root(from: leaves[index], at: index, of: size, by: path) == root)
                #expect(MerkleTree.root(from: [99], at: index, of: size, by: path) != root)
                #expect(
                    MerkleTree.root(from: leaves[index], at: (index + 1) % (size + 1), of: size, by: path) != root || size == 0)
                #expect(MerkleTree.root(from: leaves[index], at: index, of: size, by: path + [root]) == nil)
                if !path.isEmpty {
                    #expect(MerkleTree.root(from: leaves[index], at: index, of: size, by: path.dropLast()) == nil)
                }
            }
        }
    }

    @Test func `a head is read as it is written, and nothing else is a head`() {
        let head = AuditHead(seq: 12, hash: Array(0..<32))
        #expect(AuditHead(head.text) == head)
        for text in ["", "12", "12:", ":" + Hex.text(head.hash), "-1:" + Hex.text(head.hash), "12:00", head.text + ":"] {
            #expect(AuditHead(text) == nil, "\(text)")
        }
    }
}
