import Foundation
import JSON
import OpenWorkflow

/// The specification's conformance kit: features in Gherkin, beside the checkout or where `JUGGLER_CTK` says.
enum ConformanceKit {
  static let folder: String? = {
    let beside = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../../shared/openworkflow/ctk").standardized.path
    let candidates = [ProcessInfo.processInfo.environment["JUGGLER_CTK"], beside]
    return candidates.compactMap(\.self).first { FileManager.default.fileExists(atPath: $0) }
  }()

  static let scenarios: [Scenario] = {
    guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
    return files.filter { $0.hasSuffix(".feature") }.sorted().flatMap { file in
      let text = (try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)) ?? ""
      return Scenario.parse(text, feature: String(file.dropLast(".feature".count)))
    }
  }()

  /// The scenarios that cannot run yet, by name, so that a new one is not skipped unnoticed; `CTKTests` says why.
  static let skipped: Set = ["Call OpenAPI With Content Output", "Call OpenAPI With Response Output"]
}

/// Reads YAML that is no workflow: as the metadata of one.
func value(yaml: String) throws -> JSONValue {
  let indented = yaml.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
  let document = """
    document:
      dsl: '1.0.3'
      namespace: test
      name: data
      version: '1.0.0'
      metadata:
        value:
    \(indented)
    do:
      - nothing: { set: { a: 1 } }
    """
  return try definition(document: document).document.metadata["value"] ?? .null
}
