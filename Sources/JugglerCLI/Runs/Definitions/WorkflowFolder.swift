import FoundationEssentials
import JugglerServer
import OpenWorkflow
import Synchronization

/// The definitions under a directory, read when the first one is wanted.
final class WorkflowFolder: Sendable {
  struct Entry: Sendable {
    var definition: WorkflowDefinition
    var source: WorkflowSource
  }

  private struct Contents {
    var entries: [Entry] = []
    /// Of files that look like definitions and are none.
    var problems: [String] = []
  }

  private let path: String
  private let contents = Mutex<Contents?>(nil)

  /// - Throws: a `UserError` when the directory cannot be read.
  init(_ path: String) throws(UserError) {
    self.path = path
    do {
      _ = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw UserError("--workflows: the directory \(path) cannot be read: \(error)")
    }
  }

  /// What is said of files that hold no valid definition.
  var problems: [String] { loaded().problems }

  /// - Parameter version: `nil` for the latest: the highest that is no pre-release, or else the highest.
  func entry(namespace: String, name: String, version: String?) -> Entry? {
    let named = loaded().entries.filter {
      $0.definition.document.namespace == namespace && $0.definition.document.name == name
    }
    if let version { return named.first { $0.definition.document.version == version } }
    let versions = named.compactMap { entry in
      SemanticVersion(entry.definition.document.version).map { (version: $0, entry: entry) }
    }
    let released = versions.filter { !$0.version.isPrerelease }
    return (released.isEmpty ? versions : released).max { $0.version < $1.version }?.entry
  }

  private func loaded() -> Contents {
    contents.withLock { contents in
      if let contents { return contents }
      let read = Self.read(path)
      contents = read
      return read
    }
  }

  private static func read(_ path: String) -> Contents {
    var contents = Contents()
    let files = ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted()
    for file in files where [".yaml", ".yml", ".json"].contains(where: { file.lowercased().hasSuffix($0) }) {
      do throws(UserError) {
        let source = try WorkflowFile.source("\(path)/\(file)")
        let outcome = DocumentReader.read(source.bytes, file: source.name)
        if let definition = outcome.value {
          contents.entries.append(Entry(definition: definition, source: source))
        } else {
          contents.problems += outcome.diagnostics.map { $0.description.printable }
        }
      } catch {
        contents.problems.append(error.description)
      }
    }
    return contents
  }
}
