import Foundation

/// The documents of the specification, when they are at hand.
enum SpecificationDocuments {
  /// `JUGGLER_SPECIFICATION` or a folder beside the repository.
  static let folder: URL? = {
    let candidates = [
      ProcessInfo.processInfo.environment["JUGGLER_SPECIFICATION"].map { URL(fileURLWithPath: $0) },
      URL(fileURLWithPath: #filePath).appending(path: "../../../../../shared/openworkflow").standardizedFileURL,
    ]
    return candidates.compactMap(\.self).first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  static func files(in name: String, withExtension suffix: String) -> [URL] {
    guard let folder else { return [] }
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder.appending(path: name), includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == suffix }.sorted { $0.path < $1.path }
  }

  /// The definitions in a feature file: the YAML between `"""` after `a workflow with definition`.
  static func definitions(inFeature text: String) -> [String] {
    text.components(separatedBy: "Given a workflow with definition:").dropFirst().compactMap { section in
      let parts = section.components(separatedBy: "\"\"\"")
      guard parts.count > 2 else { return nil }
      return parts[1].hasPrefix("yaml") ? String(parts[1].dropFirst(4)) : parts[1]
    }
  }
}
