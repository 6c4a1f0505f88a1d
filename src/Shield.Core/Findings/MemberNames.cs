using System.Text;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// The name of a member → which of those that we read it is. Names compare without case: EventBridge and S3 write <c>camelCase</c>,
/// clients of the API <c>PascalCase</c>, and some members are spelled both ways by AWS itself (<c>sourceIps</c>, <c>sourceIPs</c>).
/// </summary>
internal static class MemberNames
{
    /// <summary>In bytes; no name that we read is longer.</summary>
    private const int LongestName = 32;

    /// <summary>Each character may be escaped, as in <c>\u0069d</c> for <c>id</c>: legal, and seen from nobody but an attacker.</summary>
    private const int LongestEscaped = 6 * LongestName;

    /// <summary>The names that we read, at the place of their length in bytes.</summary>
    private static readonly (byte[] Name, Member Member)[][] ByLength =
    [
        .. Enumerable
            .Range(0, LongestName)
            .GroupJoin(
                Enum.GetValues<Member>().Skip(1).Select(member => (Name: Encoding.ASCII.GetBytes(NameOf(member)), Member: member)),
                length => length,
                known => known.Name.Length,
                (_, same) => same.ToArray()
            ),
    ];

    /// <summary>Which member the reader stands at.</summary>
    public static Member Member(this ref Utf8JsonReader json) => json.ValueIsEscaped ? FindEscaped(ref json) : Find(json.ValueSpan);

    /// <summary>The same, and once in an object: <paramref name="seen"/> holds what the object has shown so far.</summary>
    /// <exception cref="RepeatedMemberException">The object has it twice, in whatever case.</exception>
    public static Member Member(this ref Utf8JsonReader json, ref MemberSet seen)
    {
        var member = json.Member();
        if (member is not Findings.Member.Other)
        {
            Once(member, ref seen);
        }

        return member;
    }

    /// <inheritdoc cref="Member(ref Utf8JsonReader, ref MemberSet)"/>
    public static void Once(Member member, ref MemberSet seen)
    {
        if (!seen.Add(member))
        {
            throw new RepeatedMemberException(NameOf(member));
        }
    }

    private static Member Find(ReadOnlySpan<byte> name)
    {
        foreach (var (known, member) in name.Length < LongestName ? ByLength[name.Length] : [])
        {
            if (Ascii.EqualsIgnoreCase(name, known))
            {
                return member;
            }
        }

        return Findings.Member.Other;
    }

    private static Member FindEscaped(ref Utf8JsonReader json)
    {
        Span<byte> name = stackalloc byte[LongestEscaped];
        return json.ValueSpan.Length <= LongestEscaped ? Find(name[..json.CopyString(name)]) : Findings.Member.Other;
    }

    /// <summary>As EventBridge spells it.</summary>
    public static string NameOf(Member member) =>
        member switch
        {
            Findings.Member.DetailType => "detail-type",
            _ => JsonNamingPolicy.CamelCase.ConvertName(member.ToString()),
        };
}

/// <summary>Which members one object has shown so far.</summary>
internal struct MemberSet
{
    private UInt128 _seen;

    /// <returns>False where the member was there before.</returns>
    public bool Add(Member member)
    {
        var before = _seen;
        _seen |= UInt128.One << (int)member;
        return _seen != before;
    }
}

/// <summary>
/// A member that decides stands twice in its object: <c>{"id":"a","Id":"b"}</c>. JSON leaves open which of the two counts (RFC 8259,
/// section 4), so whoever can add the second one would decide in the name of who wrote the first. The record is rejected; the exception
/// does not leave the readers of findings.
/// </summary>
internal sealed class RepeatedMemberException(string name) : Exception(name)
{
    public ParsedRecord Rejection =>
        new(null, [$"has the member {AddressFault.Quote(Message)} twice in one object: which of the two counts is not known"])
        {
            IsAmbiguous = true,
        };
}
