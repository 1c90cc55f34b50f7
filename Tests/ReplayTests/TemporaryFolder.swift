import Glibc

/// A folder that is there as long as the value is.
final class TemporaryFolder {
    private let root: String

    init() {
        var template = Array("/tmp/replay-tests-XXXXXX".utf8CString)
        root = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    }

    deinit {
        guard let folder = opendir(root) else { return }
        while let entry = readdir(folder) {
            withUnsafeBytes(of: &entry.pointee.d_name) { name in
                let file = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
                if file != ".", file != ".." { unlink(path(file)) }
            }
        }
        closedir(folder)
        rmdir(root)
    }

    func path(_ name: String) -> String { root + "/" + name }

    func write(_ name: String, _ bytes: [UInt8]) {
        guard let file = fopen(path(name), "wb") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func write(_ name: String, _ text: String) -> String {
        write(name, Array(text.utf8))
        return path(name)
    }
}
