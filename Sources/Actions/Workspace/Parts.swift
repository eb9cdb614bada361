import Synchronization

/// Objects with a state of their own (caches, queues, throttles) that live as long as their agency is open, or as long as
/// the workspace is. Each is made at first use; the type is the key.
public final class Parts: Sendable {
    private let kept = Mutex<[ObjectIdentifier: any AnyObject & Sendable]>([:])

    /// The part of that type, made by `make` at first use. `make` must not ask for another part.
    public func part<Part: AnyObject & Sendable>(_ type: Part.Type = Part.self, make: () -> Part) -> Part {
        kept.withLock { kept in
            if let part = kept[ObjectIdentifier(type)] as? Part { return part }
            let part = make()
            kept[ObjectIdentifier(type)] = part
            return part
        }
    }
}
