/// Messages that Python's `cryptography` 50.0.2 (`cryptography.cobblestone.Cobblestone256Encryptor`) sealed: an implementation
/// that shares nothing with ours. Key: SHA-256 of `key SIZE`; content: `pattern(SIZE)`; context: `context`. The salt decides all
/// the rest, so the digest of the whole message is enough.
enum Vectors {
    struct Vector: Sendable {
        let size: Int
        let salt: String
        let length: Int
        let sha256: String
    }

    static let agency = "018f3c5e-7a10-7b1c-8d2e-3f4a5b6c7d8e"
    static let client = "018f3c5e-7a11-7b1c-8d2e-3f4a5b6c7d8e"
    static let document = "018f3c5e-7a12-7b1c-8d2e-3f4a5b6c7d8e"
    static let context =
        "435031018f3c5e7a107b1c8d2e3f4a5b6c7d8e018f3c5e7a117b1c8d2e3f4a5b6c7d8e018f3c5e7a127b1c8d2e3f4a5b6c7d8e0000000000000001"

    static let all: [Vector] = [
        Vector(
            size: 0, salt: "14718f03652d71b842e6d765f738f6692773452688dbe0c4", length: 72,
            sha256: "0f397f68690fb0d1a59280b92a6bd482c16283d61172060bfb727197bc4e40e6"),
        Vector(
            size: 1, salt: "4ff41cff419a5df4d03e817879841a2ac6b087b3ceeec050", length: 73,
            sha256: "fa80ec78e28f3ebfa4445eeaad63ac79385113717232e5f0c3b04d34a6072a55"),
        Vector(
            size: 5, salt: "7f99ed0d9eb4681be022835462d9ce546c2d702010ec24b3", length: 77,
            sha256: "a2d77cca333a59c47f0dc136b69656c0681ea1a26592da7f6dd539e8804a7bcc"),
        Vector(
            size: 16383, salt: "a73f5527530a89d3e8f7adbd7dc2a0457544ab455193d92a", length: 16455,
            sha256: "ef47478d360224c58d6ad6c9b21e4db3f7d9e3383b1639800eebc45b8d028ca6"),
        Vector(
            size: 16384, salt: "800a67c87ce495eb9723af9f4de99e6b8bb3e584895f4119", length: 16472,
            sha256: "bd4c3cc6f68592f1d7f1d9ad79a471a580d8a8660101eaa1bd3d937ccbab8f54"),
        Vector(
            size: 16385, salt: "9ece7ecd41b81d1cedb6e2edc2717232199f74f0ff518748", length: 16473,
            sha256: "39d8b6cc01d2bc1562dd1634b3b53ad03a722f55c4925493d40af94194aa8ea0"),
        Vector(
            size: 32768, salt: "c194a5b04888700394c56c9e76b0fe852414a08d4f6aca0f", length: 32872,
            sha256: "3ed1411e2bcd87db058c3d74bdaa0c984e8f103ec52fd4ce1b8114c2c92faca2"),
        Vector(
            size: 100000, salt: "c99b6822614648d95c32bacfce243d2a583c7f6b6f58fea6", length: 100168,
            sha256: "9f50b3a67cbbb44f4ba9b3f4dc2c7e5b26e77611b9544b81ffd79a9f2c043914"),
    ]
}
