import Foundation
import JugglerServer

/// Makes certificates by the command of that name.
enum OpenSSL {
  static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// A key and a certificate for `localhost` that nobody but itself has signed.
  static func selfSigned(in directory: URL) throws -> TLSFiles {
    let files = TLSFiles(
      certificateChain: directory.appending(path: "chain.pem").path,
      privateKey: directory.appending(path: "key.pem").path)
    let process = Process()
    process.executableURL = URL(filePath: path ?? "")
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", files.privateKey, "-out",
      files.certificateChain,
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return files
  }
}
