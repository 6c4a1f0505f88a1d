using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Where in the table everything of one owner lies (docs/dynamodb.md). Sixteen partitions of evidence and acts, one of history, one of
/// the PCE's addresses, one for the lease.
/// </summary>
/// <remarks>
/// Text from outside never becomes part of a key: it may be longer than a key may be, and hold any separator. Its place takes a digest of
/// 128 bits; the text itself is in the item. Two keys of one digest would be refused by the merge, not mixed.
/// </remarks>
internal sealed class LedgerKeys(string owner)
{
    public const string Acts = "act#";
    public const string States = "finding#";
    public const string OwnAddresses = "own#";
    public const string Resolutions = "resolution#";
    public const string Sightings = "sighting#";
    public const string Records = "record#";
    public const string BaselinePrefix = "baseline";
    public const string KeptBackPrefix = "kept-back";
    public const string PceAddresses = "pce#";
    public const string Parties = "party#";

    /// <summary>After all of them.</summary>
    public const string PartiesEnd = "party$";

    private const int Count = 16;

    /// <summary>Those that a reading of the ledger asks, all of them.</summary>
    public IEnumerable<string> Partitions => Enumerable.Range(0, Count).Select(Partition);

    /// <summary>Of what is at rest. Not among the evidence: an older version leaves them alone.</summary>
    public IEnumerable<string> RestingPartitions => Enumerable.Range(0, Count).Select(RestingPartition);

    public string History => $"{owner}#history";

    public ItemKey Lease => new($"{owner}#lease", "lease");

    public ItemKey Schema => new($"{owner}#lease", "schema");

    public ItemKey Upkeep => new($"{owner}#lease", "upkeep");

    public ItemKey Workloads => new($"{owner}#lease", "workloads");

    /// <summary>All sightings of one party lie together.</summary>
    public ItemKey Of(SightingKey key)
    {
        var (partition, sort) = SightingsOf(key.Indicator);
        return new ItemKey(partition, sort + Text(DigestOf(key.Finding)));
    }

    /// <summary>Where the keys of all sightings of a party begin.</summary>
    public (string Partition, string Sort) SightingsOf(Indicator party) => (PartitionOf(Digest(party.ToString())), $"{Sightings}{party}#");

    public ItemKey OfResting(Indicator party) => new(RestingPartition(NumberOf(Digest(party.ToString()))), $"{Parties}{party}");

    public ItemKey OfResting(FindingKey key)
    {
        var digest = DigestOf(key);
        return new ItemKey(RestingPartition(NumberOf(digest)), States + Text(digest));
    }

    public ItemKey Of(FindingKey key) => Spread(States, DigestOf(key));

    public ItemKey Of(Resolution resolution) => Spread(Resolutions, Digest(resolution.Domain.Text, resolution.Address.ToString()));

    public ItemKey OfAct(string id) => Spread(Acts, Digest(id));

    public ItemKey Of(AddressRange own)
    {
        var address = own.ToString();
        return new ItemKey(PartitionOf(Digest(address)), OwnAddresses + address);
    }

    /// <summary>Not among the evidence: a version that does not know of them refuses what it does not know there.</summary>
    public string Pce => $"{owner}#pce";

    public ItemKey OfPce(AddressRange address) => new(Pce, PceAddresses + address);

    /// <summary>Where the notes of a kind lie, and how their sort keys begin: beside everything that an older version reads.</summary>
    public (string Partition, string Prefix) NotesOf(NoteKind kind) =>
        kind switch
        {
            NoteKind.Told => ($"{owner}#told", "channel#"),
            NoteKind.Feed => ($"{owner}#feeds", "feed#"),
            _ => ($"{owner}#traffic", "traffic#"),
        };

    /// <summary>Where the chain of acts ends.</summary>
    public ItemKey ActsEnd => new(History, "acts");

    public ItemKey AdoptedActs => new(History, "acts#adopted");

    public ItemKey Record(long sequence) => new(History, Records + sequence.ToString("D19", CultureInfo.InvariantCulture));

    public ItemKey Baseline => new(History, BaselinePrefix);

    public ItemKey KeptBack => new(History, KeptBackPrefix);

    private static byte[] DigestOf(FindingKey key) => Digest(key.Account, key.Region, key.Id);

    // Each part with its length before it, so that none can run into the next.
    private static byte[] Digest(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset()[..16];
    }

    private static string Text(byte[] digest) => Base64Url.EncodeToString(digest);

    private ItemKey Spread(string prefix, byte[] digest) => new(PartitionOf(digest), prefix + Text(digest));

    private string PartitionOf(byte[] digest) => Partition(NumberOf(digest));

    private static int NumberOf(byte[] digest) => digest[0] % Count;

    private string RestingPartition(int number) => string.Create(CultureInfo.InvariantCulture, $"{owner}#resting#{number:D2}");

    private string Partition(int number) => string.Create(CultureInfo.InvariantCulture, $"{owner}#{number:D2}");
}
