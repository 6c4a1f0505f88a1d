using System.Collections.Immutable;
using DnsClient;
using DnsClient.Protocol;
using Shield.Core.Indicators;

namespace Shield.Hosting.Resolving;

/// <summary>
/// What of a DNS answer is about the name that was asked: it may hold records of any name and of any kind (RFC 1034 section 3.6.2 for
/// aliases).
/// </summary>
internal static class DnsAnswer
{
    /// <summary>Resolvers give up far earlier.</summary>
    private const int LongestChain = 16;

    /// <param name="name">That was asked.</param>
    /// <param name="answers">The answer section, and no other.</param>
    /// <returns>Where the chain of aliases that starts at the name ends, each with the least TTL on the way, and the aliases; nothing
    /// where it runs in circles.</returns>
    public static (ImmutableArray<(AddressRange Address, TimeSpan TimeToLive)> Addresses, ImmutableArray<DomainName> Aliases) AddressesOf(
        DomainName name,
        IReadOnlyList<DnsResourceRecord> answers
    )
    {
        var (owner, timeToLive) = (name.Text, int.MaxValue);
        var chain = ImmutableArray.CreateBuilder<DomainName>();
        for (var aliases = 0; answers.OfType<CNameRecord>().FirstOrDefault(record => IsOf(record, owner)) is { } alias; aliases++)
        {
            if (aliases >= LongestChain)
            {
                return ([], []);
            }

            (owner, timeToLive) = (Text(alias.CanonicalName), Math.Min(timeToLive, alias.InitialTimeToLive));
            chain.Add(DomainName.AsListed(owner.ToLowerInvariant()));
        }

        return (
            [
                .. answers
                    .OfType<AddressRecord>()
                    .Where(record => IsOf(record, owner))
                    .Select(record =>
                        (AddressRange.Of(record.Address), TimeSpan.FromSeconds(Math.Min(timeToLive, record.InitialTimeToLive)))
                    ),
            ],
            chain.ToImmutable()
        );
    }

    public static bool Asks(DnsQuestion question, DomainName name) =>
        Text(question.QueryName).Equals(name.Text, StringComparison.OrdinalIgnoreCase);

    private static bool IsOf(DnsResourceRecord record, string owner) =>
        record.RecordClass is QueryClass.IN && Text(record.DomainName).Equals(owner, StringComparison.OrdinalIgnoreCase);

    private static string Text(DnsString name) => name.Value.EndsWith('.') ? name.Value[..^1] : name.Value;
}
