using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shield.Core.Ledger;

/// <summary>Where the chain of acts ends: how many acts it links, and the hash of the last one.</summary>
public sealed record ActChainHead(long Sequence, string Hash)
{
    /// <summary>Before the first act.</summary>
    public static readonly ActChainHead Start = new(0, HistoryRecord.Genesis);

    /// <summary>
    /// The next link: its hash covers every field of the act, its place, and through the hash before it all earlier acts.
    /// </summary>
    public LinkedAct Link(Act act) => new(act, Sequence + 1, HashOf(Sequence + 1, Hash, act));

    /// <summary>
    /// SHA-256, lower-case hex. Each part stands behind its length, so that no text of an operator can imitate the end of its part.
    /// </summary>
    /// <remarks>
    /// A field that a later version adds to an act goes to the end, and only where it is set: the hashes of older acts must not change.
    /// </remarks>
    private static string HashOf(long sequence, string previous, Act act)
    {
        string?[] parts =
        [
            sequence.ToString(CultureInfo.InvariantCulture),
            previous,
            act.Id,
            act.Kind.ToString(),
            act.Indicator?.ToString(),
            act.Directions.ToString(),
            Write(act.At),
            act.Until is { } until ? Write(until) : null,
            act.Who,
            act.Why,
            act.AcceptedPlan,
        ];
        var text = new StringBuilder();
        foreach (var part in act.Withdraws is { } withdrawn ? [.. parts, withdrawn] : parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Write(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>An act with its place in the chain, as a store keeps it.</summary>
public sealed record LinkedAct(Act Act, long Sequence, string Hash)
{
    public ActChainHead Head => new(Sequence, Hash);
}

/// <summary>
/// The acts in the order in which they were recorded, each hashed together with the one before it. Acts are recorded without the lease,
/// so they have a chain of
/// their own beside history; every intent names the head that its reconcile saw (<c>Intent.Acts</c>), and an intent's hash stands in the
/// PCE's version history.
/// </summary>
public sealed record ActChain
{
    public static readonly ActChain Empty = new([]);

    private readonly ImmutableArray<string> _hashes;

    private ActChain(ImmutableArray<string> hashes) => _hashes = hashes;

    public ActChainHead Head => _hashes is [.., var last] ? new ActChainHead(_hashes.Length, last) : ActChainHead.Start;

    /// <summary>
    /// Ids of acts that stand beside the chain: recorded by a version that knew no chain after the chain had begun, or put there by
    /// somebody else.
    /// </summary>
    public ImmutableArray<string> Unlinked { get; init; } = [];

    /// <param name="linked">Every act of the chain, in any order.</param>
    /// <param name="head">Where the chain ends by the store's own note.</param>
    /// <exception cref="FormatException">An act was changed, taken out or put in; the message names it.</exception>
    public static ActChain Of(IEnumerable<LinkedAct> linked, ActChainHead head)
    {
        var hashes = ImmutableArray.CreateBuilder<string>();
        var last = ActChainHead.Start;
        foreach (var link in linked.OrderBy(link => link.Sequence))
        {
            if (link.Sequence != last.Sequence + 1)
            {
                throw new FormatException(
                    link.Sequence > last.Sequence
                        ? $"of the acts in the order in which they were recorded, number {last.Sequence + 1} is missing"
                        : $"act '{link.Act.Id}' was put into the acts: number {link.Sequence} is another one's place"
                );
            }

            last = last.Link(link.Act).Head;
            if (last.Hash != link.Hash)
            {
                throw new FormatException(
                    $"act '{link.Act.Id}' of {link.Act.At:u} was changed, or is not the one that was recorded as number {link.Sequence}"
                );
            }

            hashes.Add(last.Hash);
        }

        return last == head
            ? new ActChain(hashes.DrainToImmutable())
            : throw new FormatException(
                last.Sequence == head.Sequence
                    ? $"the {head.Sequence} act(s) are not those that were recorded: one of them was changed, or the note of where they end"
                    : $"{last.Sequence} act(s) follow each other, and {head.Sequence} were recorded"
            );
    }

    /// <summary>Whether these acts begin with what stood there when somebody noted <paramref name="head"/>.</summary>
    public bool Contains(ActChainHead head) =>
        head == ActChainHead.Start
        || (head.Sequence > 0 && head.Sequence <= _hashes.Length && _hashes[(int)head.Sequence - 1] == head.Hash);

    public bool Equals(ActChain? other) => other is not null && Head == other.Head && Unlinked.SequenceEqual(other.Unlinked);

    public override int GetHashCode() => Head.GetHashCode();
}
