using System.Globalization;

namespace Shield.Core.Ledger;

/// <summary>The form in which a store holds a ledger, as the store notes it beside the data.</summary>
/// <param name="Major">Goes up where an older program would read wrongly, or would lose something by writing: it must refuse.</param>
/// <param name="Minor">Goes up where something was added that an older program can leave alone: it reads on and writes on.</param>
public sealed record SchemaVersion(int Major, int Minor)
{
    /// <summary>False where only a newer Shield can read it.</summary>
    /// <param name="program">The version that the program itself writes.</param>
    public bool IsReadableBy(SchemaVersion program) => Major <= program.Major;

    /// <summary>True where a program of that version brings the note up to its own, which it never takes down.</summary>
    /// <param name="program">The version that the program itself writes.</param>
    public bool IsOlderThan(SchemaVersion program) => (Major, Minor).CompareTo((program.Major, program.Minor)) < 0;

    /// <summary>For people, where <see cref="IsReadableBy"/> says no.</summary>
    /// <param name="ledger">Which one, as the beginning of a sentence: <c>The ledger 'shield.db'</c>.</param>
    /// <param name="program">The version that the program itself writes.</param>
    public string WhyRefused(string ledger, SchemaVersion program) =>
        $"{ledger} was written by a newer Shield: it has layout {this}, this one knows {program}. Nothing was changed. "
        + "Use that newer version here too, or let the settings name another ledger (docs/ledger.md)";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
