using System.Text;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// Names of members, known without making a string of them. They compare without case: EventBridge and S3 write <c>camelCase</c>, clients
/// of the API <c>PascalCase</c>, and some members are spelled both ways by AWS itself (<c>sourceIps</c>, <c>sourceIPs</c>).
/// </summary>
internal static class MemberNames
{
    private const int Bits = 12;
    private const int LongestEscaped = 256;

    private static readonly byte[][] Names = [.. Enum.GetValues<Member>().Select(member => Encoding.ASCII.GetBytes(NameOf(member)))];

    /// <summary>
    /// Multiplied with it, the keys of all names fall into slots of their own, so that one comparison settles whether a name is known.
    /// </summary>
    private static readonly ulong Factor = FindFactor();

    /// <summary>A member for each slot; <see cref="Findings.Member.Other"/> where there is none.</summary>
    private static readonly byte[] Slots = Fill();

    /// <summary>Which member the reader stands at.</summary>
    public static Member Member(this ref Utf8JsonReader json) => json.ValueIsEscaped ? FindEscaped(ref json) : Find(json.ValueSpan);

    /// <summary>The same, and once in an object: members that decide are given to it with all that the object has shown.</summary>
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
            _ => char.ToLowerInvariant(member.ToString()[0]) + member.ToString()[1..],
        };

    private static Member Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return Findings.Member.Other;
        }

        var member = Slots[SlotOf(name, Factor)];
        return member is not 0 && IsNamed(name, Names[member]) ? (Member)member : Findings.Member.Other;
    }

    // Legal, and seen from nobody but an attacker: "i\u0064".
    private static Member FindEscaped(ref Utf8JsonReader json)
    {
        Span<byte> plain = stackalloc byte[LongestEscaped];
        return json.ValueSpan.Length <= LongestEscaped ? Find(plain[..json.CopyString(plain)]) : Findings.Member.Other;
    }

    private static bool IsNamed(ReadOnlySpan<byte> name, byte[] known) => name.SequenceEqual(known) || Ascii.EqualsIgnoreCase(name, known);

    private static int SlotOf(ReadOnlySpan<byte> name, ulong factor)
    {
        const ulong anyCase = 0x2020_2020_2000;
        var last = name.Length - 1;
        var key =
            (ulong)(uint)name.Length
            | ((ulong)name[0] << 8)
            | ((ulong)name[last / 3] << 16)
            | ((ulong)name[last * 3 / 4] << 24)
            | ((ulong)name[last] << 32)
            | ((ulong)name[Math.Min(3, last)] << 40);
        return (int)(((key | anyCase) * factor) >> (64 - Bits));
    }

    private static ulong FindFactor()
    {
        const ulong golden = 0x9E37_79B9_7F4A_7C15;
        var known = Names[1..];
        return Enumerable
            .Range(0, 1000)
            .Select(i => unchecked(golden * ((2 * (ulong)i) + 1)))
            .First(factor => known.Select(name => SlotOf(name, factor)).Distinct().Count() == known.Length);
    }

    private static byte[] Fill()
    {
        var slots = new byte[1 << Bits];
        for (var member = 1; member < Names.Length; member++)
        {
            slots[SlotOf(Names[member], Factor)] = (byte)member;
        }

        return slots;
    }
}
