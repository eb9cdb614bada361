import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/settings/usage/`: how the portal is used and how fast it answers, for owner and admin.
enum UsageHandlers {
    private static let days = 30

    static func show(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let report = try await manager.agency.usage(days: days, for: manager.session)
        let words = manager.signedIn.words
        let formats = manager.site.formats(language: manager.signedIn.ownLanguage, agency: manager.settings)
        let base = manager.visitor.home + "staff/settings/"
        func number(_ text: String) -> String { Exact(text).map { formats.number($0) } ?? text }
        func times(_ times: Int64?) -> String { times.map { number(String($0)) } ?? words.text("usage.few") }
        func milliseconds(_ value: Double?) -> String {
            value.map { number(String(($0 * 100).rounded() / 100)) } ?? "–"
        }
        func rows(_ lines: [UsageReport.Line], _ name: (String) -> String) -> [UsagePage.Row] {
            lines.map { line in
                UsagePage.Row(
                    name: line.name.isEmpty ? words.text("usage.unknown") : name(line.name), times: times(line.times))
            }
        }
        let speeds = Dictionary(uniqueKeysWithValues: report.speeds.map { ($0.page, $0) })
        let pages = report.lines(.page).map { line in
            let speed = speeds[line.name]
            return UsagePage.Row(
                name: line.name, times: times(line.times), half: milliseconds(speed?.half),
                most: milliseconds(speed?.most), failed: speed.map { number(String($0.failed)) } ?? "–")
        }
        let page = UsagePage(
            frame: manager.frame(at: .settings, isBelow: true), settings: base,
            lead: words.text("usage.lead", ["from": formats.day(report.from), "to": formats.day(report.to)]),
            total: times(report.lines(.all).first?.times), returning: times(report.lines(.returning).first?.times),
            asks: manager.settings.analytics, pages: pages, features: rows(report.lines(.feature)) { $0 },
            browsers: rows(report.lines(.browser)) { $0 },
            devices: rows(report.lines(.device)) { words.text("usage.device.\($0)") })
        return .page(try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage))
    }
}
