using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Where history ends, kept on the lease's item: so that whoever appends proves the lease and the predecessor in one condition, and a
/// reader knows whether the end is missing.
/// </summary>
/// <param name="Latest">The latest time of any record so far. Clocks go wrong, and records are not in the order of time.</param>
/// <param name="LastIntent">Its sequence; 0 before the first.</param>
internal sealed record ChainHead(long Sequence, string Hash, DateTimeOffset Latest, long LastIntent)
{
    public const string Change = "SET headSequence = :sequence, headHash = :hash, headLatest = :latest, headIntent = :intent";

    public static ChainHead Read(Item item) =>
        new(
            item.Number("headSequence", absent: 0),
            item.TextOrNull("headHash") ?? HistoryRecord.Genesis,
            item.Time("headLatest", DateTimeOffset.MinValue),
            item.Number("headIntent", absent: 0)
        );

    /// <summary>The condition that this head still is the head; <c>:previous</c> is its hash.</summary>
    public string IsPresent => Sequence is 0 ? "attribute_not_exists(headHash)" : "headHash = :previous";

    public bool IsFollowedBy(HistoryRecord record) =>
        record.Follows(previous: null) && record.Sequence == Sequence + 1 && record.PreviousHash == Hash;

    public ChainHead After(HistoryRecord record) =>
        new(
            record.Sequence,
            record.Hash,
            record.At > Latest ? record.At : Latest,
            record.Kind is HistoryKind.Intent ? record.Sequence : LastIntent
        );

    /// <summary>The values of <see cref="Change"/>, and of <see cref="IsPresent"/> as <paramref name="previous"/> states it.</summary>
    public Item Values(ChainHead previous)
    {
        var values = new Item
        {
            [":sequence"] = Sequence.ToAttribute(),
            [":hash"] = Hash.ToAttribute(),
            [":latest"] = Latest.ToAttribute(),
            [":intent"] = LastIntent.ToAttribute(),
        };
        if (previous.Sequence > 0)
        {
            values[":previous"] = previous.Hash.ToAttribute();
        }

        return values;
    }
}
