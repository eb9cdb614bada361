import Actions
import ArgumentParser
import Foundation
import Model

/// `portico usage …`
struct UsageCommand: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "Show how portals are used and how fast they answer: no names, no group below ten.")
    @OptionGroup var common: CommonOptions
    @Argument(help: "The agency. Default: each.") var agency: String?
    @Option(help: "The last so many days, today included.") var days = 30

    private struct Line: Encodable {
        let agency, kind, name: String
        let times: String
        var failed: Int64?
        var p50_ms, p95_ms: Double?
    }

    func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
        // More than two years of figures are never kept.
        guard (1...731).contains(days) else {
            throw Refusal(.usage, "refusal.usage.days", ["days": "\(days)", "most": "731"])
        }
        let slugs = try agency.map { [try $0.asSlug("agency")] } ?? workspace.slugs
        for slug in slugs {
            let report = try await workspace.agency(slug).usage(days: days)
            for kind in UsageFigure.Kind.allCases {
                for line in report.lines(kind) {
                    let times = line.times.map { String($0) } ?? "<\(UsageFigure.smallest)"
                    try await show(Line(agency: slug.text, kind: kind.rawValue, name: line.name, times: times), io)
                }
            }
            for speed in report.speeds {
                let times = speed.half == nil ? "<\(UsageFigure.smallest)" : String(speed.times)
                try await show(
                    Line(
                        agency: slug.text, kind: "speed", name: speed.page, times: times, failed: speed.failed,
                        p50_ms: speed.half.map(rounded), p95_ms: speed.most.map(rounded)), io)
            }
        }
        return .done
    }

    private func show(_ line: Line, _ io: any CommandIO) async throws {
        if common.json { return try await io.json(line) }
        var text = "\(line.agency)\t\(line.kind)\t\(line.name)\t\(line.times)"
        if let half = line.p50_ms, let most = line.p95_ms { text += "\tp50 \(half) ms\tp95 \(most) ms" }
        if let failed = line.failed, failed > 0 { text += "\t\(failed) broke" }
        try await io.line(text)
    }

    private func rounded(_ milliseconds: Double) -> Double { (milliseconds * 100).rounded() / 100 }
}
