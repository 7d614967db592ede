import JSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The file that API keys are kept in: a JSON object with a list `keys`, readable by its owner only.
package struct APIKeyFile: Sendable {
  package static let defaultPath = ".juggler/keys.json"

  package let path: String

  package init(_ path: String) { self.path = path }

  /// The keys; none when there is no such file.
  package func read() throws(APIKeyFileError) -> [APIKeyRecord] {
    guard let bytes = try content() else { return [] }
    return try records(in: bytes)
  }

  /// The bytes of the file; `nil` when there is no such file.
  func content() throws(APIKeyFileError) -> [UInt8]? {
    do throws(WholeFileError) {
      return try WholeFile.read(path)
    } catch {
      if error.isMissing { return nil }
      throw APIKeyFileError("cannot read the keys file \(path): \(error.reason)")
    }
  }

  /// Reads what the file holds.
  func records(in bytes: [UInt8]) throws(APIKeyFileError) -> [APIKeyRecord] {
    do throws(APIKeyFileError) {
      let value: JSONValue
      do {
        value = try JSONValue(parsing: bytes)
      } catch {
        throw APIKeyFileError("expected JSON: \(error)")
      }
      guard case .array(let elements)? = value["keys"] else {
        throw APIKeyFileError("expected an object with a list 'keys'")
      }
      var records: [APIKeyRecord] = []
      for (index, element) in elements.enumerated() {
        do throws(APIKeyFileError) {
          records.append(try APIKeyRecord(json: element))
        } catch {
          throw APIKeyFileError("key \(index + 1): \(error)")
        }
      }
      return records
    } catch {
      throw APIKeyFileError("the keys file \(path) is not valid: \(error)")
    }
  }

  /// Changes the keys; whoever else changes them waits meanwhile, whoever reads them sees all of the change or nothing.
  package func update<R>(_ change: (inout [APIKeyRecord]) throws -> R) throws -> R {
    let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    if !directory.isEmpty, !FileManager.default.fileExists(atPath: directory) {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0, flock(lock, LOCK_EX) == 0 else { throw failure("lock") }
    defer { close(lock) }
    var records = try read()
    let result = try change(&records)
    try write(records)
    return result
  }

  private func write(_ records: [APIKeyRecord]) throws(APIKeyFileError) {
    let value: JSONValue = ["keys": .array(records.map(\.json))]
    let bytes = value.serialized(.pretty).utf8.map { $0 } + [UInt8(ascii: "\n")]
    let temporary = "\(path).\(getpid()).tmp"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("write") }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { break }
      rest = rest.dropFirst(max(count, 0))
    }
    let isComplete = rest.isEmpty && fsync(file) == 0
    guard close(file) == 0, isComplete, rename(temporary, path) == 0 else {
      let error = failure("write")
      unlink(temporary)
      throw error
    }
  }

  private func failure(_ verb: String) -> APIKeyFileError {
    APIKeyFileError("cannot \(verb) the keys file \(path): \(String(cString: strerror(errno)))")
  }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }

/// Why the keys could not be read or written.
package struct APIKeyFileError: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
