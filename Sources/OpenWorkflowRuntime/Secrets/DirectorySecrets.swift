package import JSON
import Juggler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Secrets as files of one directory, as container platforms mount them: `<directory>/<name>`, or, for a secret with
/// members, a directory `<directory>/<name>/` with a file for each.
package struct DirectorySecrets: SecretSource {
  private let directory: String

  package init(_ directory: String) { self.directory = directory }

  package func secret(named name: String) throws -> JSONValue? {
    // A name is one path component: it must not lead out of the directory.
    guard !name.contains("/"), name != "..", name != "." else { return nil }
    let path = "\(directory)/\(name)"
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return nil }
    guard isDirectory else { return JSONValue(secretText: try text(of: path)) }
    var members = JSONObject()
    for file in try FileManager.default.contentsOfDirectory(atPath: path).sorted() where !file.hasPrefix(".") {
      members[file] = .string(try text(of: "\(path)/\(file)"))
    }
    return .object(members)
  }

  /// The file's text without the line break that editors leave at its end.
  private func text(of path: String) throws -> String {
    do {
      var text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      if text.hasSuffix("\n") { text.removeLast() }
      return text
    } catch {
      throw Fault(.authorization, detail: "cannot read the secret file \(path): \(error)")
    }
  }
}
