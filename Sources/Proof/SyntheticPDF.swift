extension Synthetic {
    /// A PDF with one page on which some words stand, so that the program reads them for its search. Its bytes hold them as they are.
    /// - Parameter words: ASCII.
    static func pdf(_ words: String) -> [UInt8] {
        let shown = words.replacing("\\", with: "\\\\").replacing("(", with: "\\(").replacing(")", with: "\\)")
        let drawn = "BT /F1 9 Tf 20 700 Td (\(shown)) Tj ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(drawn.utf8.count) >>\nstream\n\(drawn)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var (text, starts) = ("%PDF-1.4\n", [Int]())
        for (index, object) in objects.enumerated() {
            starts.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for start in starts {
            let digits = String(start)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text += "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return Array(text.utf8)
    }
}
