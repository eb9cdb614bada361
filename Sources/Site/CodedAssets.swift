import Synchronization

/// Assets in the codings that browsers take, made when one is first asked for and kept: their bytes never change.
final class CodedAssets: Sendable {
    private struct Key: Hashable {
        let url: String
        let coding: PageCoding
    }

    /// Nil where coding did not make an asset smaller.
    private let kept = Mutex<[Key: [UInt8]?]>([:])

    func bytes(_ asset: Asset, in coding: PageCoding) -> [UInt8]? {
        let key = Key(url: asset.url, coding: coding)
        if let found = kept.withLock({ $0[key] }) { return found }
        let coded = coding.coded(asset.bytes)
        kept.withLock { $0[key] = .some(coded) }
        return coded
    }
}
