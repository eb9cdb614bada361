import Actions
import Model

extension Check {
    static let consents = [
        Check("consent-asked") { lab, seen in
            let cookie = CookieRegistry.analytics.name(of: lab.b.slug)
            _ = try await lab.b.agency.set([("analytics", "on")], by: .system)
            try await lab.b.agency.settled()
            let visitor = lab.b.visitor(lab.wire)
            let page = try await visitor.get("cookies/")
            try seen.expect("the cookie of the statistics, before anybody is asked", visitor.jar[cookie] != nil, is: false)
            guard let notice = FormReader.fields(page.text)["notice"] else { throw Failing("the page asks nobody") }
            let refused = try await visitor.post("cookies/", ["choice": "refuse", "notice": notice])
            try seen.expect("a visitor refuses", refused.status, is: 303)
            try seen.expect("the cookie then", visitor.jar[cookie] != nil, is: false)
            let accepted = try await visitor.post("cookies/", ["choice": "accept", "notice": notice])
            try seen.expect("the cookie once the visitor accepts", visitor.jar[cookie] != nil, is: true)
            try seen.expect(
                "cookies of that answer that scripts or other sites could read",
                accepted.all("set-cookie").count(where: isReadByOthers), is: 0)
            let receipt = try await visitor.get((accepted["location"] ?? "").replacing("choice/?receipt=", with: "receipts/"))
            try seen.expect("a receipt to keep", receipt.status, is: 200)
            _ = try await visitor.post("cookies/", ["choice": "refuse", "notice": notice])
            try seen.expect("the cookie in the very answer to taking that back", visitor.jar[cookie] != nil, is: false)
            let signalling = lab.b.visitor(lab.wire)
            _ = try await signalling.send(
                "POST", "cookies/", [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-GPC", "1")],
                Array("choice=accept&notice=\(notice)".utf8))
            try seen.expect("the cookie in a browser that asks not to be counted", signalling.jar[cookie] != nil, is: false)
            _ = try await lab.b.agency.set([("analytics", "off")], by: .system)
            try await lab.b.agency.settled()
        }
    ]
}
