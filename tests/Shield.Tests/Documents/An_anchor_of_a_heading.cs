namespace Shield.Tests.Documents;

/// <summary>As GitHub makes it: a citation that differs from it leads to the top of the page.</summary>
public sealed class An_anchor_of_a_heading
{
    [Theory]
    [InlineData("4. Collections", "4-collections")]
    [InlineData("Who, when & why?", "who-when--why")]
    [InlineData("`init --domains`", "init---domains")]
    [InlineData("See [the page](https://example.com/page)", "see-the-page")]
    [InlineData("Größe_2", "größe_2")]
    public void Is_its_text_in_lower_case_without_signs_and_with_dashes_for_spaces(string heading, string anchor) =>
        Assert.Equal(anchor, Headings.AnchorOf(heading));

    [Fact]
    public void Has_a_number_where_the_same_heading_stands_above() =>
        Assert.Equal(["a", "a-1", "a-2"], Headings.Anchors("# A\n## A\ntext\n### A ###\n").Order(StringComparer.Ordinal));

    [Fact]
    public void Is_none_inside_a_block_of_code() => Assert.Equal(["b"], Headings.Anchors("```sh\n# A\n```\n# B\n"));
}
