import Database

enum M0004_Search {
    static let migration = Migration("contacts-0004-search", AccountSearch.tables)
}
