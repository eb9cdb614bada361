import ArgumentParser
import Model

/// What a command's exit code says. They stand in docs/commands.md; changing one breaks scripts.
enum Exit: Int32, CaseIterable {
    case done = 0
    case failed = 1
    case partly = 3
    case noWorkspace = 10
    case locked = 11
    case wrongKey = 12
    case newer = 13
    case usage = 64
    case badData = 65
    case badConfiguration = 78
    case interrupted = 130

    /// The code of a refusal: the one place that decides it.
    init(_ kind: Refusal.Kind) {
        self =
            switch kind {
            case .invalid, .unsupportedType, .tooLarge: .badData
            case .usage: .usage
            case .configuration: .badConfiguration
            case .noWorkspace: .noWorkspace
            case .locked: .locked
            case .wrongKey: .wrongKey
            case .newer: .newer
            case .notFound, .signIn, .forbidden, .conflict, .restricted, .range, .tooMany, .unavailable, .full, .failed: .failed
            }
    }

    /// As ArgumentParser takes it.
    var code: ExitCode { ExitCode(rawValue) }
}
