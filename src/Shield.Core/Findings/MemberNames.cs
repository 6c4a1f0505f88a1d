using System.Text;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// Names of members, known without making a string of them. They compare without case: EventBridge and S3 write <c>camelCase</c>, clients of the API
/// <c>PascalCase</c>, and some members are spelled both ways by AWS itself (<c>sourceIps</c>, <c>sourceIPs</c>).
/// </summary>
internal static class MemberNames
{
    private const int Slots = 256;
    private const int LongestEscaped = 256;

    private static readonly (byte[]? Name, Member Member)[] Table = Build();

    /// <summary>Which member the reader stands at.</summary>
    public static Member Member(this ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            return Find(json.ValueSpan);
        }

        // Legal, and seen from nobody but an attacker: "i\u0064".
        Span<byte> plain = stackalloc byte[LongestEscaped];
        return json.ValueSpan.Length <= LongestEscaped ? Find(plain[..json.CopyString(plain)]) : Findings.Member.Other;
    }

    private static Member Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return Findings.Member.Other;
        }

        for (var slot = SlotOf(name); Table[slot] is ({ } known, var member); slot = (slot + 1) % Slots)
        {
            if (Ascii.EqualsIgnoreCase(known, name))
            {
                return member;
            }
        }

        return Findings.Member.Other;
    }

    // Letters differ in case by one bit.
    private static int SlotOf(ReadOnlySpan<byte> name) =>
        ((name.Length * 31) + ((name[0] | 0x20) * 7) + ((name[name.Length / 2] | 0x20) * 13) + ((name[^1] | 0x20) * 3)) % Slots;

    private static (byte[]? Name, Member Member)[] Build()
    {
        var table = new (byte[]? Name, Member Member)[Slots];
        foreach (var member in Enum.GetValues<Member>().Where(member => member is not Findings.Member.Other))
        {
            var name = Encoding.ASCII.GetBytes(member is Findings.Member.DetailType ? "detail-type" : member.ToString());
            var slot = SlotOf(name);
            while (table[slot].Name is not null)
            {
                slot = (slot + 1) % Slots;
            }

            table[slot] = (name, member);
        }

        return table;
    }
}
