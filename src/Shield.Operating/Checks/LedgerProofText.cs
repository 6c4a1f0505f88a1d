using System.Collections.Immutable;
using Shield.Core.Reconciling;

namespace Shield.Operating.Checks;

/// <summary>
/// What <c>doctor</c> and <c>history verify</c> say of the ledger in the same words. They differ in what follows: for <c>doctor</c> a
/// restored backup is a warning.
/// </summary>
public static class LedgerProofText
{
    /// <summary>
    /// What to do about acts that no link of the chain names: a version of Shield without the chain wrote them, or somebody did by hand.
    /// </summary>
    public const string Unlinked =
        "they count all the same: bring every Shield that uses this table to this version. "
        + "Where nobody knows one of them, delete its item and look for who wrote it";

    public const string NoneOfOurs = "among the versions that the PCE shows none was made by a reconcile of ours";

    /// <param name="versions">At least one; the newest first.</param>
    public static string Unknown(ImmutableArray<AnchoredVersion> versions) =>
        LedgerAnchor.Describe(versions[0]) + (versions.Length > 1 ? $". So are {versions.Length - 1} other version(s) of ours" : "");

    public static string Agrees(AnchoredVersion newest) =>
        $"policy version {newest.Number}, the newest that a reconcile of ours made, names an intent of this ledger";

    public static string Some(ImmutableArray<string> all, int most) =>
        string.Join("; ", all.Take(most)) + (all.Length > most ? $"; and {all.Length - most} more" : "");
}
