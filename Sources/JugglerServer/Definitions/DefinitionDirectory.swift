import CoreFoundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds the definitions under a directory. It blocks: not for an event loop.
struct DefinitionDirectory: Sendable {
  struct Unreadable: Error, CustomStringConvertible {
    var path: String
    var reason: String

    var description: String { "cannot read \(path): \(reason)" }
  }

  static let extensions: Set<String> = ["yaml", "yml", "json"]

  let path: String
  /// How many levels of directories below it are part of it.
  var depth = 16

  /// The definitions in it and below by path, links followed, hidden ones left out.
  func files() throws(Unreadable) -> [String: FileStamp] {
    var found: [String: FileStamp] = [:]
    try collect(path, depth: 0, into: &found)
    return found
  }

  static func read(_ path: String) throws(Unreadable) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw Unreadable(path: path, reason: lastError) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      bytes.append(contentsOf: chunk[..<count])
      if count < chunk.count { break }
    }
    guard ferror(file) == 0 else { throw Unreadable(path: path, reason: lastError) }
    return bytes
  }

  private func collect(_ directory: String, depth: Int, into found: inout [String: FileStamp]) throws(Unreadable) {
    guard let stream = opendir(directory) else { throw Unreadable(path: directory, reason: Self.lastError) }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
          String(cString: $0)
        }
      }
      if name.hasPrefix(".") { continue }
      let path = "\(directory)/\(name)"
      // What vanishes meanwhile is found missing the next time. `FileManager` does not follow links by itself.
      guard let target = realpath(path, nil) else { continue }
      defer { free(target) }
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: String(cString: target)) else {
        continue
      }
      switch attributes[.type] as? FileAttributeType {
      case .typeDirectory:
        if depth < self.depth { try collect(path, depth: depth + 1, into: &found) }
      case .typeRegular: if Self.isDefinition(name) { found[path] = FileStamp(attributes) }
      default: break
      }
    }
  }

  private static func isDefinition(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    return extensions.contains(name[name.index(after: dot)...].lowercased())
  }

  private static var lastError: String { String(cString: strerror(errno)) }
}
