using System.Collections.Frozen;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// The name of a member → which of those that we read it is. They compare without case: EventBridge and S3 write <c>camelCase</c>, clients of the API
/// <c>PascalCase</c>, and some members are spelled both ways by AWS itself (<c>sourceIps</c>, <c>sourceIPs</c>).
/// </summary>
internal static class MemberNames
{
    /// <summary>
    /// No name that we read is longer, even with all of its characters escaped (<c>\u0069</c> is <c>i</c>): legal, and seen from nobody but
    /// an attacker.
    /// </summary>
    private const int LongestSpelling = 160;

    private static readonly FrozenDictionary<string, Member>.AlternateLookup<ReadOnlySpan<char>> ByName = Enum.GetValues<Member>()
        .Where(member => member is not Findings.Member.Other)
        .ToFrozenDictionary(NameOf, StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Which member the reader stands at.</summary>
    public static Member Member(this ref Utf8JsonReader json)
    {
        if (json.ValueSpan.Length > LongestSpelling)
        {
            return Findings.Member.Other;
        }

        Span<char> name = stackalloc char[LongestSpelling];
        return ByName.TryGetValue(name[..json.CopyString(name)], out var member) ? member : Findings.Member.Other;
    }

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

    /// <summary>As EventBridge spells it.</summary>
    public static string NameOf(Member member) =>
        member switch
        {
            Findings.Member.DetailType => "detail-type",
            _ => JsonNamingPolicy.CamelCase.ConvertName(member.ToString()),
        };
}

/// <summary>Which members one object has shown so far. A list of bits: every object of every finding has one.</summary>
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
