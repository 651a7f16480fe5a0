"""Terms and rules of Kundenreaktionsmanagement: pure Python, standard library only."""
