import Model

extension Refusal {
    /// Puts what is wrong with a whole verb at the field that it is about.
    static func at<T>(_ field: String, _ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch let refusal as Refusal where refusal.kind == .invalid && refusal.fields.isEmpty {
            throw Refusal.form([field: refusal])
        }
    }
}
