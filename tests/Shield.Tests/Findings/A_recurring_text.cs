using System.Text;
using CsCheck;
using Shield.Core.Findings;

namespace Shield.Tests.Findings;

public sealed class A_recurring_text
{
    [Fact]
    public void Is_one_string_however_often_it_comes() =>
        Assert.Same(RecurringTexts.Labels.Of("an account of theirs"u8), RecurringTexts.Labels.Of("an account of theirs"u8));

    [Fact]
    public void Is_the_text_itself_whatever_came_before() =>
        Gen
            .String.Select(text => text.Length > 100 ? text[..100] : text)
            .Array.Sample(texts =>
                Assert.All(
                    texts,
                    text =>
                    {
                        var bytes = Encoding.UTF8.GetBytes(text);
                        Assert.Equal(Encoding.UTF8.GetString(bytes), RecurringTexts.Labels.Of(bytes));
                    }
                )
            );

    [Fact]
    public void Is_not_another_that_differs_in_its_middle_only() =>
        Assert.All(
            Enumerable.Range(0, 1000),
            i => Assert.Equal($"12345678{i:x}87654321", RecurringTexts.Labels.Of(Encoding.UTF8.GetBytes($"12345678{i:x}87654321")))
        );

    [Fact]
    public void That_is_a_type_is_spelled_as_the_table_spells_it() =>
        Assert.Equal(
            ["UnauthorizedAccess:EC2/SSHBruteForce", "UnauthorizedAccess:EC2/SSHBruteForce", "Some:Thing/New"],
            [
                RecurringTexts.Types.Of("UnauthorizedAccess:EC2/SSHBruteForce"u8),
                RecurringTexts.Types.Of("unauthorizedaccess:ec2/sshbruteforce"u8),
                RecurringTexts.Types.Of("Some:Thing/New"u8),
            ]
        );
}
